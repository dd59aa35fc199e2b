DROP INDEX "orders_promise";--> statement-breakpoint
CREATE INDEX "decisions_parcel" ON "decisions" USING btree ("fulfilment_id") WHERE order_id is null;--> statement-breakpoint
CREATE INDEX "inbox_at" ON "inbox" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "orders_promise" ON "orders" USING brin ("promise_at") WITH (autosummarize=true,pages_per_range=16);