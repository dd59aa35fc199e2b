import { BarChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, setPlatformAPI, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Only what our charts use: the full library is 115 KB larger.
use([LineChart, BarChart, GridComponent, CanvasRenderer]);

export { init, setPlatformAPI };
