package matters

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// heard are the words that the ear of these tests knows.
var heard = map[string]string{"路灯": "a/lamps", "垃圾": "b/waste", "燃气": "c/gas", "公交": "d/bus"}

// ear hears one topic in a piece, the first that it names.
var ear = Ear{
	Topic: func(_, text string) (opinion.TopicFinding, float64) {
		first, found := len(text), opinion.TopicFinding{By: "rules"}
		for word, id := range heard {
			if i := strings.Index(text, word); i >= 0 && i < first {
				first = i
				found.ID, found.Confidence, found.Evidence = id, 0.9, []string{word}
			}
		}
		if found.ID == "" {
			return found, 0
		}
		return found, 2
	},
	Demand: func(_, text string) opinion.DemandFinding {
		if strings.Contains(text, "坏") || strings.Contains(text, "请") {
			return opinion.DemandFinding{ID: opinion.Complaint}
		}
		return opinion.DemandFinding{ID: opinion.NoDemand}
	},
}

func whole(text string) opinion.TopicFinding {
	t, _ := ear.Topic("", text)
	t.Confidence = 0.5
	return t
}

func TestCut(t *testing.T) {
	for _, c := range []struct{ name, title, text, want string }{
		{"order words", "", "第一，路灯坏了半个月没人修；第二，垃圾桶坏了没人来换。", "order"},
		{"numbers", "", "1、东街的路灯坏了十几盏；2、西街的垃圾桶坏了三个。", "order"},
		{"a number within one matter", "", "路灯坏了，电线杆只有2.5米高，请垃圾车绕行。", ""},
		{"a word that adds", "", "我家门前的路灯坏了很久。另外，楼下的垃圾房门也坏了，请修。", "link"},
		{"within a sentence", "", "我家门前的路灯坏了很久，此外楼下的垃圾房门也坏了，请修。", "link"},
		{"three", "", "第一，路灯坏了没人修；第二，垃圾房门坏了没人管；第三，燃气表坏了没人换。", "order order"},
		{"no word for it", "路灯和垃圾", "巷口的路灯坏了整整半年。巷尾的垃圾房门坏了，臭气熏天。", "topic"},
		{"one matter", "", "第一，路灯坏了没人修；第二，路灯的灯罩也坏了。", ""},
		{"a story", "", "路灯坏了没人修。" + strings.Repeat("我去了又来。", 8) + "垃圾坏了没人来换。", ""},
		{"a story with a word that adds", "", "路灯坏了没人修。" + strings.Repeat("我去了又来。", 8) + "另外，垃圾房门坏了没人来换。", "link"},
		{"one sentence", "", "路灯坏了没人修", ""},
		{"a cause", "", "因为垃圾车把线撞断，造成停电。路灯坏了没人修。", ""},
		{"settled", "", "垃圾的事已经解决，谢谢各位。现在是巷口的路灯坏了没人修。", ""},
		{"only one thing is asked", "", "公交站旁边垃圾不少，我们不计较。只求把坏了的路灯修好。", ""},
		{"not what it is about", "", "巷口的路灯坏了半年。不是投诉垃圾，请来修灯。", ""},
	} {
		var why []string
		for _, s := range Cut(c.title, c.text, whole(c.text), ear) {
			if s.Why != "" {
				why = append(why, s.Why)
			}
		}
		if got := strings.Join(why, " "); got != c.want {
			t.Errorf("%s: cut by %q, want %q", c.name, got, c.want)
		}
	}
}

// A text is cut into spans that are together the text: in order, disjoint, whole characters.
func TestSpansAreTheText(t *testing.T) {
	pieces := []string{"路灯坏了没人修", "垃圾坏了", "燃气", "公交", "第一，", "第二，", "2、", "一是", "另外", "，同时", "。", "；",
		"，", "\n", "？", "谢谢", "因为", "只求", "2.5", "𠮷", "a", " "}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "text"), "")
		title := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 3).Draw(t, "title"), "")
		spans := Cut(title, text, whole(text), ear)
		if len(spans) == 1 {
			t.Fatal("one span is no cut")
		}
		at, seen := 0, map[string]bool{}
		for i, s := range spans {
			if s.From != at || s.To <= s.From || s.To > len(text) {
				t.Fatalf("span %d is %d..%d after %d of %d", i, s.From, s.To, at, len(text))
			}
			if (s.Why == "") != (i == 0) {
				t.Fatalf("span %d is one by %q", i, s.Why)
			}
			if topic, _ := ear.Topic("", text[s.From:s.To]); i > 0 && topic.ID != "" && s.Title == "" {
				if seen[topic.ID] {
					t.Fatalf("two matters are %s", topic.ID)
				}
				seen[topic.ID] = true
			}
			at = s.To
		}
		if spans != nil && at != len(text) {
			t.Fatalf("the last span ends at %d of %d", at, len(text))
		}
	})
}

// TestTwoItems says that two sentences about items of two fields are two matters, and that what the
// second begins with counts.
func TestTwoItems(t *testing.T) {
	fewer := Ear{Demand: ear.Demand, Topic: func(title, text string) (opinion.TopicFinding, float64) {
		f, weight := ear.Topic(title, text)
		return f, weight * 3 / 4
	}}
	for text, want := range map[string]bool{
		"巷口的路灯坏了整整半年没人来修。垃圾房门也坏了，臭气熏天没人管。":  true,
		"巷口的路灯坏了整整半年没人来修。隔壁的垃圾房门坏了，臭气熏天。":   true,
		"巷口的路灯坏了，因为垃圾车把线撞断。垃圾房门影响了线路，造成停电。": false,
	} {
		if got := Cut("", text, whole(text), fewer); (len(got) > 1) != want {
			t.Errorf("%s: %v, want several %v", text, got, want)
		}
	}
}
