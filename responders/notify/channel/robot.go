package channel

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/fetch"
)

// Robot hands messages to a group robot (群机器人). The address of each holds its key, so it is a
// secret as a whole.
type Robot struct {
	robot
	URL    string
	Secret string // DingTalk's and Feishu's signature; "" = the robot has none
	Post   Poster
	Now    func() time.Time
}

// robot is what the robots differ in: how many bytes of UTF-8 they take, and what they are asked.
type robot struct {
	most int
	ask  func(r Robot, subject, text string) (address string, body map[string]any, err error)
}

// openRobot opens a robot at the pace that all of them keep.
func openRobot(kind robot) func(Settings) (Sender, error) {
	return func(s Settings) (Sender, error) {
		return &Paced{To: Robot{robot: kind, URL: s.URL, Secret: s.Secret, Post: s.Post, Now: s.Now}}, nil
	}
}

// Send posts the message once. An answer counts as success only where it says so itself.
func (r Robot) Send(ctx context.Context, m Message) error {
	address, body, err := r.request(m)
	if err != nil {
		return err
	}
	res, err := r.Post.Post(ctx, fetch.Post{URL: address, Body: body,
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}})
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
	address, in, err := r.ask(r, m.Subject, text)
	if err != nil {
		return "", nil, err
	}
	body, err = json.Marshal(in)
	return address, body, err
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
		return &RemoteError{Code: "robot_unreadable", Words: "the robot's answer cannot be read"}
	}
	yes := false
	for _, c := range []*json.Number{a.ErrCode, a.Code, a.StatusCode} {
		if c == nil {
			continue
		}
		if n := c.String(); n != "0" {
			no := &RemoteError{Code: "robot_" + clipped(n, 12), Words: clipped(a.ErrMsg+a.Msg, 120)}
			if tooFast[n] {
				no.After = time.Minute
			}
			return no
		}
		yes = true
	}
	if !yes {
		return &RemoteError{Code: "robot_silent", Words: "the robot's answer holds no code"}
	}
	return nil
}
