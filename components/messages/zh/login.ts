export const login = {
  title: "登录",
  lead: "全渠道即时零售订单中枢",
  email: "邮箱",
  password: "密码",
  submit: "登录",
  submitting: "正在登录",
  show: "显示密码",
  hide: "隐藏密码",
  errors: {
    emailEmpty: "请输入邮箱",
    emailWrong: "邮箱格式不对，应类似 name@example.com",
    passwordEmpty: "请输入密码",
    refused: "邮箱或密码不对",
    limited: "尝试次数过多，请 {seconds} 秒后再试",
    noRole: "此账号没有可用的岗位，请联系管理员",
    away: "服务没有应答，请稍后再试",
  },
};
