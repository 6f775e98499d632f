package briefing

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

// told is a Sunday on which nothing happened, read when it is over.
func told() Briefing {
	from := time.Date(2026, 11, 22, 0, 0, 0, 0, opinion.Beijing)
	b := Briefing{Period: Day, Date: "2026-11-22", From: from, To: from.AddDate(0, 0, 1)}
	b.Until = b.To
	for _, id := range []string{"mentions", "new_cases", "answered", "verified", "closed", "overdue"} {
		b.Numbers = append(b.Numbers, Number{ID: id})
	}
	return b
}

func headsOf(b Briefing) (heads, all string) {
	for _, l := range leads(b) {
		heads += l.Head + " "
		all += l.Text + "\n" + l.TextEn + "\n"
	}
	return strings.TrimSpace(heads), all
}

func TestAQuietDayIsThreeSentences(t *testing.T) {
	heads, all := headsOf(told())
	if heads != "来件 答复 逾期" || !strings.Contains(all, "11月22日收到0条。") ||
		!strings.Contains(all, "没有逾期未答复的办件") || !strings.Contains(all, "22 November: 0 came in.") {
		t.Errorf("%s\n%s", heads, all)
	}
}

func TestAFullDayIsSevenSentencesWithoutAnId(t *testing.T) {
	b := told()
	b.Numbers[0].N, b.Weekdays = 73, []int{61, 80, 70}
	b.Received = &Received{N: 73, InCases: 59, Waiting: 1, Dismissed: 12}
	b.Numbers[5] = Number{ID: "overdue", N: 11, IDs: []string{"c00000000000000001"}, Link: "/cases?overdue=true"}
	b.Heavy = []Issue{{ID: "i00000000000000001", Title: "停水两天", Place: "甲区", Severity: opinion.SeverityII,
		Size: 4, Case: "c00000000000000001", State: opinion.Signed}}
	b.Growing = []Issue{{ID: "i00000000000000002", Title: "路灯不亮", Place: "乙区", Today: 9, Before: 7}}
	b.Overdue = []Unit{{ID: "u1", Name: "甲局", N: 10, Hours: 3}, {ID: "u2", Name: "乙局", N: 1, Hours: 100}}
	b.Decide = []Decision{{Kind: Arbitrate, Case: "c1"}, {Kind: Doubt, Case: "c2"}, {Kind: Doubt, Case: "c3"}}
	b.Sources = []SourceHealth{{ID: "s", Name: "市长信箱", State: opinion.SourceFailing}}
	heads, all := headsOf(b)
	if heads != "来件 较重 升温 答复 逾期 须决 来源" {
		t.Error(heads)
	}
	for _, want := range []string{"收到73条，比上周同日多12条，前3周同日平均70条；入办件59条", "停水两天", "（甲区）",
		"11件逾期未答复，涉及2个单位；最久的是乙局，已逾期4天。", "3件等人决定：退单待裁定1件、答复存疑待督办2件。",
		"1个来源读不到（市长信箱）", "12 more than a week before", "the longest is 乙局, by 4 days"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q:\n%s", want, all)
		}
	}
	if id := regexp.MustCompile(`[ci][0-9a-f]{8,}`).FindString(all); id != "" {
		t.Errorf("a sentence holds the id %s", id)
	}
}

func TestLessThanAnHourIsNoZeroHours(t *testing.T) {
	b := told()
	b.Numbers[5] = Number{ID: "overdue", N: 1, IDs: []string{"c1"}}
	b.Overdue = []Unit{{ID: "u1", Name: "甲局", N: 1}}
	_, all := headsOf(b)
	for _, want := range []string{"最久的是甲局，已逾期不到1小时。", "the longest is 甲局, by less than an hour"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q:\n%s", want, all)
		}
	}
}

// Half a day is not held against whole ones.
func TestADayThatIsNotOverIsComparedWithNone(t *testing.T) {
	b := told()
	b.Weekdays, b.Until = []int{9}, b.From.Add(9*time.Hour)
	if _, all := headsOf(b); !strings.Contains(all, "11月22日截至目前收到0条。") || strings.Contains(all, "上周") {
		t.Error(all)
	}
}

// Weeks before the first day on which anything came in are no weeks without letters.
func TestWeeksInWhichNobodyListenedAreNotCompared(t *testing.T) {
	b := told()
	got := b.weekdays(map[string]int{"2026-11-22": 5, "2026-11-09": 3, "2026-11-08": 0, "2026-10-25": 0})
	if len(got) != 1 || got[0] != 0 {
		t.Errorf("%v", got)
	}
}
