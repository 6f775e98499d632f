package channel

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"time"

	"huiying/fetch"
)

// DingTalk is the robot of DingTalk (钉钉). A request takes 20,000 bytes.
const DingTalk = "dingtalk"

var dingTalk = robot{most: 15000, ask: func(r Robot, subject, text string) (string, map[string]any, error) {
	address, err := dingSigned(r.URL, r.Secret, r.Now())
	content := cut(subject+"\n"+text, r.most)
	return address, map[string]any{"msgtype": "text", "text": map[string]any{"content": content}}, err
}}

// dingSigned adds time and signature to the address: HMAC-SHA256 with the secret as key over
// "milliseconds\nsecret".
func dingSigned(address, secret string, now time.Time) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fetch.ErrAddress
	}
	if secret == "" {
		return address, nil
	}
	at := strconv.FormatInt(now.UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(at + "\n" + secret))
	q := u.Query()
	q.Set("timestamp", at)
	q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	u.RawQuery = q.Encode()
	return u.String(), nil
}
