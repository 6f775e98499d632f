package page

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// The names that data of sites give to their fields, in lower case without marks. The first
// pattern is the surer.
var (
	titleKeys = []*pattern.Pattern{pattern.MustCompile(`^(?:show|doc|info|article|news|main|full|mail|letter|sub)?(?:title|subject|headline|biaoti|bt)(?:name|text)?$`), pattern.MustCompile(`title$|subject$|biaoti$|^name$|^topic$|^mc$|^infoname$`)}
	textKeys  = []*pattern.Pattern{pattern.MustCompile(`^(?:doc|info|article|news|main|html|mail|letter|full)?(?:content|body|text|neirong|nr|zw|zhengwen)(?:html|text)?$`), pattern.MustCompile(`content$|contenthtml$|htmlcon$|^description$|^summary$|^abstract$|^remark$|neirong$`)}
	urlKeys   = []*pattern.Pattern{pattern.MustCompile(`^(?:doc|info|article|news|page|detail|link|html|pub|web|show|content)?(?:url|link|href|puburl|urlpath|uri)$`), pattern.MustCompile(`url$|link$|href$|^path$|urlpath$|^file$|^visiturl$`)}
	timeKeys  = []*pattern.Pattern{pattern.MustCompile(`^(?:doc|info|article|news|display)?(?:pub|publish|published|release|issue|rel|fabu)_?(?:time|date|at|on|lishtime|reltime|datestr|timestr)?$|^fbsj$|^dateline$`), pattern.MustCompile(`^(?:write|create|add|submit|input|send|mail|letter|post|ask|record)(?:d)?(?:time|date|at)$|^time$|^date$|^sj$|^rq$|^riqi$|^ct$|^pubdate$|time$|date$`)}
	replyKeys = []*pattern.Pattern{pattern.MustCompile(`^(?:reply|answer|feedback|response|huifu|dafu|hf)(?:content|text|body|nr|info)?$`), pattern.MustCompile(`^(?:reply|answer)\w*content$`)}
	unitKeys  = []*pattern.Pattern{pattern.MustCompile(`^(?:reply|answer|deal|handle)\w*(?:dept|department|unit|org|organization|orgname|deptname|name)$`)}
	replyAt   = []*pattern.Pattern{pattern.MustCompile(`^(?:reply|answer|feedback)\w*(?:time|date|at)$`)}
	askKeys   = []*pattern.Pattern{pattern.MustCompile(`^(?:question|ask|consult|letter|mail|message|msg|liuyan|wenti|appeal|demand)(?:content|text|body|desc|detail|info)?$`)}
	replyBox  = pattern.MustCompile(`^(?:reply|replies|answer|feedback|response|huifu|dafu|hf)(?:s|list|info|data|vo|dto|vos|record|records|detail)?$`)
	anyUnit   = []*pattern.Pattern{pattern.MustCompile(`(?:dept|department|unit|org|organization)(?:name)?$`)}
	notText   = pattern.MustCompile(`^(?:reply|answer|feedback|response|huifu|dafu|hf|handle|deal|result)`)
	notTime   = pattern.MustCompile(`update|modif|end|expire|reply|answer|overtime|deal|finish|read|visit|timeout`)
)

// EntryOf reads an object of a site's data as an entry; ok says that it has a title or a text.
func EntryOf(o map[string]any, now time.Time) (e Entry, ok bool) {
	e.Title = collectors.OneLine(collectors.PlainText(Scalar(o[fieldName(o, titleKeys, notText)])))
	e.Text = collectors.PlainText(Unescaped(Scalar(o[textField(o)])))
	e.Published = timeOf(o, timeKeys, notTime, now)
	if e.Reply = replyOf(o, now); e.Reply == nil {
		e.Reply = nestedReply(o, now)
	}
	tidy(&e)
	return e, e.Title != "" || e.Text != ""
}

// textField is the name of what was written: never the answer's, and a question's only beside a title
// or an answer.
func textField(o map[string]any) string {
	if name := fieldName(o, textKeys, notText); name != "" {
		return name
	}
	if fieldName(o, titleKeys, notText) == "" && fieldName(o, replyKeys, nil) == "" {
		return ""
	}
	return fieldName(o, askKeys, notText)
}

func replyOf(o map[string]any, now time.Time) *Reply {
	text := collectors.PlainText(Unescaped(field(o, replyKeys)))
	if text == "" {
		return nil
	}
	return &Reply{Text: text, Unit: collectors.OneLine(field(o, unitKeys)), At: timeOf(o, replyAt, nil, now)}
}

// nestedReply is the answer that stands in an object of its own within o, or the first of several.
func nestedReply(o map[string]any, now time.Time) *Reply {
	for _, k := range sortedKeys(o) {
		if !replyBox.MatchString(plainKey(k)) {
			continue
		}
		v := o[k]
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		within, ok := v.(map[string]any)
		if !ok {
			continue
		}
		reply := replyOf(within, now)
		if text := collectors.PlainText(Unescaped(field(within, textKeys))); reply == nil && text != "" {
			reply = &Reply{Text: text, Unit: collectors.OneLine(field(within, unitKeys)),
				At: timeOf(within, timeKeys, nil, now)}
		}
		if reply == nil {
			continue
		}
		if reply.Unit == "" {
			reply.Unit = collectors.OneLine(field(within, anyUnit))
		}
		return reply
	}
	return nil
}

// AddressOf is where an object's own page lies, "" where it names none.
func AddressOf(o map[string]any, base *url.URL) string {
	s := field(o, urlKeys)
	if s == "" || !strings.ContainsAny(s, "/.?") {
		return ""
	}
	u, ok := Resolve(base, s)
	if !ok {
		return ""
	}
	return u.String()
}

// RefOf is an object's own number, "" where it has none.
func RefOf(o map[string]any) string {
	for _, k := range []string{"id", "tid", "docid", "infoid", "articleid", "guid", "uuid", "code",
		"mailid", "letterid", "no"} {
		for _, key := range sortedKeys(o) {
			if strings.ToLower(key) == k {
				if s := Scalar(o[key]); s != "" {
					return s
				}
			}
		}
	}
	return ""
}

func timeOf(o map[string]any, keys []*pattern.Pattern, not *pattern.Pattern, now time.Time) time.Time {
	t, _ := collectors.ParseTime(Scalar(o[timeField(o, keys, not, now)]), now)
	return t
}

// timeField is the name of the first field that fits and holds a time.
func timeField(o map[string]any, keys []*pattern.Pattern, not *pattern.Pattern, now time.Time) string {
	for _, re := range keys {
		for _, k := range sortedKeys(o) {
			name := plainKey(k)
			if !re.MatchString(name) || not != nil && not.MatchString(name) {
				continue
			}
			if _, ok := collectors.ParseTime(Scalar(o[k]), now); ok {
				return k
			}
		}
	}
	return ""
}

// field is the first value whose name fits, by the surest pattern.
func field(o map[string]any, keys []*pattern.Pattern) string {
	return strings.TrimSpace(Scalar(o[fieldName(o, keys, nil)]))
}

// fieldName is that value's name, "" where none fits.
func fieldName(o map[string]any, keys []*pattern.Pattern, not *pattern.Pattern) string {
	for _, re := range keys {
		for _, k := range sortedKeys(o) {
			if name := plainKey(k); re.MatchString(name) && (not == nil || !not.MatchString(name)) &&
				strings.TrimSpace(Scalar(o[k])) != "" {
				return k
			}
		}
	}
	return ""
}

// FieldNames are the names under which an object says what EntryOf reads of it: title, text, time, reply
// and url, each where it has one.
func FieldNames(o map[string]any, now time.Time) map[string]string {
	out := map[string]string{}
	for what, name := range map[string]string{"title": fieldName(o, titleKeys, notText), "text": textField(o),
		"reply": fieldName(o, replyKeys, nil), "url": fieldName(o, urlKeys, nil)} {
		if name != "" {
			out[what] = name
		}
	}
	if name := timeField(o, timeKeys, notTime, now); name != "" {
		out["time"] = name
	}
	return out
}

// sortedKeys are the names of an object's fields, shorter ones first: title before titleImage.
func sortedKeys(o map[string]any) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return keys
}

func plainKey(k string) string {
	return strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(k))
}

// Scalar is a text or a number of decoded data as a text; "" for all else.
func Scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// Unescaped is HTML that was escaped once too often, or twice, as it was meant. A text that
// only speaks of a tag stays.
func Unescaped(s string) string {
	for range 2 {
		if strings.Contains(s, "<") || !escapedTag.MatchString(s) {
			return s
		}
		s = unescapeOnce(s)
	}
	return s
}

var escapedTag = pattern.MustCompile(`(?i)&(?:amp;)?lt;(?:/?(?:p|br|div|span|a|b|strong|img|table|ul|li|h\d|font|section)\b|!\[CDATA\[)`)
