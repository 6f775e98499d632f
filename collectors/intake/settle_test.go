package intake

import (
	"strings"
	"testing"
)

// Labels that leave something open, and names in Latin letters.
func TestContentSettles(t *testing.T) {
	const title, text = "渡口停摆", "渡口的船停了半个月，对岸的孩子上学要绕行十里路。"
	for name, file := range map[string]string{
		"two texts, the short one is the title": "信访件编号,信访日期,信访事项,反映情况\nX100001,2026-03-02 11:00," + title + "," + text,
		"a day that nobody names":               "诉求编号,何时,诉求标题,诉求内容\nX100001,2026-03-02 11:00," + title + "," + text,
		"first letters of pinyin":               "lsh,ldsj,lxrxm,bt,nr,cbdw,blyj\nX100001,2026-03-02 11:00,王某," + title + "," + text + ",交通局,已恢复摆渡，请对岸居民放心出行。",
		"English":                               "case_no,call_time,summary,caller_phone,description,handle_result\nX100001,2026-03-02 11:00," + title + ",13900000000," + text + ",已恢复",
	} {
		var got []Record
		for rec := range Read(strings.NewReader(file), "a.csv", Options{Source: "s"}) {
			got = append(got, rec)
		}
		if len(got) != 1 || got[0].Err != nil {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		d := got[0].Draft
		if d.Title != title || d.Text != text || d.PublishedAt.Format("2006-01-02 15:04") != "2026-03-02 11:00" {
			t.Errorf("%s: %q %q %s", name, d.Title, d.Text, d.PublishedAt)
		}
	}
}

// Objects within a record: their values count, those of whoever wrote it do not.
func TestNestedObjects(t *testing.T) {
	raw := `{"id":7,"基本信息":{"标题":"渡口停摆","时间":"2026-03-02"},"正文":{"内容":"渡口的船停了半个月。"},"user":{"name":"王某","content":"别的"},"reply":{"content":"已恢复"}}`
	d, _, err := FromJSON([]byte(raw), Options{Source: "s"})
	if err != nil || d.Title != "渡口停摆" || d.Text != "渡口的船停了半个月。" || d.PublishedAt.IsZero() {
		t.Errorf("%+v %v", d, err)
	}
}

// Of two columns of texts one is read, and it is said which is not; who says so takes the other one.
func TestTheTextThatIsNotReadIsSaid(t *testing.T) {
	const file = "来信标题,来信内容,具体情况\n渡口停摆,渡口的船停了半个月。,孩子上学要绕行十里路。\n路灯,,望江里的路灯不亮。\n"
	look := func(columns map[string]string) (behind map[string]string, first string) {
		p := Look(strings.NewReader(file), "a.csv", Options{Source: "s", Columns: columns}, 9)
		behind = map[string]string{}
		for _, c := range p.Sheets[0].Columns {
			if c.Behind != "" {
				behind[c.Label] = c.Behind
			}
		}
		return behind, p.First[0].Mention.Text
	}
	if behind, text := look(nil); len(behind) != 1 || behind["具体情况"] != "来信内容" || text != "渡口的船停了半个月。" {
		t.Errorf("%v %s", behind, text)
	}
	if behind, text := look(map[string]string{"具体情况": "text"}); len(behind) != 1 || behind["来信内容"] != "具体情况" ||
		text != "孩子上学要绕行十里路。" {
		t.Errorf("%v %s", behind, text)
	}
	if behind, _ := look(map[string]string{"具体情况": "text", "来信内容": "-"}); len(behind) != 0 {
		t.Errorf("%v", behind)
	}
}
