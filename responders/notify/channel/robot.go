package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/fetch"
)

// The robots. The address of each holds its key, so it is a secret as a whole.
const (
	WeCom    = "wecom"
	DingTalk = "dingtalk"
	Feishu   = "feishu"
)

// Robot hands messages to a group robot (群机器人).
type Robot struct {
	By     string // wecom, dingtalk, feishu
	URL    string
	Secret string // DingTalk's and Feishu's signature; "" = the robot has none
	Post   Poster
	Now    func() time.Time
}

// Limits of the three, in bytes of UTF-8: WeCom's markdown 4096, DingTalk's and Feishu's requests 20,000.
var mostBytes = map[string]int{WeCom: 4096, DingTalk: 15000, Feishu: 15000}

// Send posts the message once. An answer counts as success only where it says so itself.
func (r Robot) Send(ctx context.Context, m Message) error {
	address, body, err := r.request(m)
	if err != nil {
		return err
	}
	res, err := r.Post.Post(ctx, fetch.Post{URL: address, Body: body, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}})
	if err != nil {
		return err
	}
	return judge(res.Body)
}

func (r Robot) request(m Message) (address string, body []byte, err error) {
	text := m.Text
	if len(m.Files) > 0 {
		text += fmt.Sprintf("\n(+%d)", len(m.Files))
	}
	now := r.Now()
	var in map[string]any
	address = r.URL
	switch r.By {
	case WeCom:
		in = map[string]any{"msgtype": "markdown", "markdown": map[string]any{"content": cut("**"+plain(m.Subject)+"**\n"+plain(text), mostBytes[WeCom])}}
	case DingTalk:
		if address, err = dingSigned(r.URL, r.Secret, now); err != nil {
			return "", nil, err
		}
		in = map[string]any{"msgtype": "text", "text": map[string]any{"content": cut(m.Subject+"\n"+text, mostBytes[DingTalk])}}
	case Feishu:
		in = map[string]any{"msg_type": "text", "content": map[string]any{"text": cut(plain(m.Subject+"\n"+text), mostBytes[Feishu])}}
		if r.Secret != "" {
			at := now.Unix()
			in["timestamp"], in["sign"] = strconv.FormatInt(at, 10), feishuSign(r.Secret, at)
		}
	default:
		return "", nil, fmt.Errorf("there is no robot %q", r.By)
	}
	body, err = json.Marshal(in)
	return address, body, err
}

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

// feishuSign is HMAC-SHA256 over nothing, with "seconds\nsecret" as the key: so its maker wants it.
func feishuSign(secret string, at int64) string {
	mac := hmac.New(sha256.New, []byte(strconv.FormatInt(at, 10)+"\n"+secret))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// plain takes the meaning out of what robots read as markup: mentions of people, links and colours.
func plain(s string) string {
	return strings.NewReplacer("<", "＜", ">", "＞", "[", "［", "]", "］", "*", "＊", "`", "＇").Replace(s)
}

// cut keeps a text within so many bytes, at the border of a character, and says that it was longer.
func cut(s string, most int) string {
	const more = "\n……"
	if len(s) <= most {
		return s
	}
	s = s[:most-len(more)]
	for len(s) > 0 {
		if r, n := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || n != 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s + more
}

// tooFast are the codes by which robots say that too much was sent: WeCom, DingTalk, Feishu.
var tooFast = map[string]bool{"45009": true, "130101": true, "660026": true, "9499": true, "11232": true}

// judge reads the answer of a robot. Only a number 0 under errcode, code or StatusCode is a yes:
// what cannot be read, or says nothing, is a no.
func judge(body []byte) error {
	var a struct {
		ErrCode    *json.Number `json:"errcode"`
		Code       *json.Number `json:"code"`
		StatusCode *json.Number `json:"StatusCode"`
		ErrMsg     string       `json:"errmsg"`
		Msg        string       `json:"msg"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return &Refusal{Code: "robot_unreadable", Words: "the robot's answer cannot be read"}
	}
	yes := false
	for _, c := range []*json.Number{a.ErrCode, a.Code, a.StatusCode} {
		if c == nil {
			continue
		}
		if n := c.String(); n != "0" {
			no := &Refusal{Code: "robot_" + clipped(n, 12), Words: clipped(a.ErrMsg+a.Msg, 120)}
			if tooFast[n] {
				no.After = time.Minute
			}
			return no
		}
		yes = true
	}
	if !yes {
		return &Refusal{Code: "robot_silent", Words: "the robot's answer holds no code"}
	}
	return nil
}
