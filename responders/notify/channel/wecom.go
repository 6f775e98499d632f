package channel

// WeCom is the robot of WeCom (企业微信). Its markdown takes 4096 bytes.
const WeCom = "wecom"

var weCom = robot{most: 4096, ask: func(r Robot, subject, text string) (string, map[string]any, error) {
	content := cut("**"+plain(subject)+"**\n"+plain(text), r.most)
	return r.URL, map[string]any{"msgtype": "markdown", "markdown": map[string]any{"content": content}}, nil
}}
