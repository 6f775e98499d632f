package channel

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
)

// Feishu is the robot of Feishu (飞书). A request takes 20,000 bytes.
const Feishu = "feishu"

var feishu = robot{most: 15000, ask: func(r Robot, subject, text string) (string, map[string]any, error) {
	in := map[string]any{"msg_type": "text", "content": map[string]any{"text": cut(plain(subject+"\n"+text), r.most)}}
	if r.Secret != "" {
		at := r.Now().Unix()
		in["timestamp"], in["sign"] = strconv.FormatInt(at, 10), feishuSign(r.Secret, at)
	}
	return r.URL, in, nil
}}

// feishuSign is HMAC-SHA256 over nothing, with "seconds\nsecret" as the key: so its maker wants it.
func feishuSign(secret string, at int64) string {
	mac := hmac.New(sha256.New, []byte(strconv.FormatInt(at, 10)+"\n"+secret))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
