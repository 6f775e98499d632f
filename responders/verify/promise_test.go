package verify

import (
	"errors"
	"huiying/opinion"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// weekdays counts Monday to Friday: what a calendar without holidays would say.
func weekdays(from time.Time, n int) (time.Time, error) {
	for n > 0 {
		if from = from.AddDate(0, 0, 1); from.Weekday() != time.Saturday && from.Weekday() != time.Sunday {
			n--
		}
	}
	return from, nil
}

func TestPromises(t *testing.T) {
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, opinion.Beijing)
	tests := []struct {
		name, reply string
		text, due   string // text "" for none
	}{
		{"end of a month", "该路段将于2026年12月底前完成修复。", "2026年12月底前", "2026-12-31"},
		{"a day", "我局承诺12月5日前清运完毕。", "12月5日前", "2026-12-05"},
		{"full width", "我局承诺１２月５日前清运完毕。", "12月5日前", "2026-12-05"},
		{"before a month", "预计2027年3月前通车。", "2027年3月前", "2027-02-28"},
		{"the next spring", "计划3月底完成绿化补种。", "3月底", "2027-03-31"},
		{"ten days of a month", "预计明年1月中旬开工。", "明年1月中旬", "2027-01-20"},
		{"working days", "我办将在15个工作日内书面答复您。", "15个工作日内", "2026-12-14"},
		{"numerals", "我局将在十五个工作日内办结。", "十五个工作日内", "2026-12-14"},
		{"days", "施工单位将在三天内恢复路面。", "三天内", "2026-11-26"},
		{"hours", "我局将在24小时内到现场处理。", "24小时内", "2026-11-24"},
		{"half a month", "预计半个月内完成。", "半个月内", "2026-12-08"},
		{"months", "力争三个月内完成改造。", "三个月内", "2027-02-23"},
		{"next week", "下周我局将组织人员上门测量。", "下周", "2026-12-06"},
		{"this month", "本月底将恢复供水。", "本月底", "2026-11-30"},
		{"next month", "下个月将重新铺设管道。", "下个月", "2026-12-31"},
		{"end of the year", "力争年底前完成。", "年底前", "2026-12-31"},
		{"within the year", "该项目有望年内启动。", "年内", "2026-12-31"},
		{"half a year", "明年上半年将启动二期。", "明年上半年", "2027-06-30"},
		{"quarter", "预计2027年第二季度投入使用。", "2027年第二季度", "2027-06-30"},
		{"soon", "我局近期将安排人员处理。", "近期", ""},
		{"a day in the story", "2026年12月18日，我局将相关资料移交街道，并要求整改。", "", ""},
		{"the reason, not the promise", "因近期雨水较多，我局将调整工序。", "", ""},
		{"a rule that is told", "根据规定，行政机关应当自收到申请之日起20个工作日内答复。", "", ""},
		{"a rule and a promise", "根据规定，我局将在20个工作日内答复。", "20个工作日内", "2026-12-21"},
		{"what the citizen does", "请您于12月5日前携带材料到窗口办理，我们表示感谢。", "", ""},
		{"done", "该路段路灯已于2026年11月20日全部修复。", "", ""},
		{"since", "自2027年1月1日起将执行新标准。", "", ""},
		{"a day that has passed", "我局计划于2026年10月8日开工。", "", ""},
		{"no such day", "我局将于2027年2月30日前完成。", "", ""},
		{"no such month", "我局将于13月底前完成。", "", ""},
		{"nothing", "", "", ""},
	}
	j := Judge{WorkingDays: weekdays}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := j.promises(tt.reply, monday)
			if tt.text == "" {
				if len(got) > 0 {
					t.Fatalf("got %+v, want no promise", got)
				}
				return
			}
			if len(got) != 1 || got[0].Text != tt.text || got[0].Due != tt.due {
				t.Fatalf("got %+v, want %s by %q", got, tt.text, tt.due)
			}
			if !strings.Contains(got[0].Words, tt.text) {
				t.Errorf("the sentence %q does not hold the term", got[0].Words)
			}
		})
	}
}

func TestPromisesWithoutADay(t *testing.T) {
	const reply = "我局将在15个工作日内答复，并于下周进场，2027年1月底前完工。"
	got := new(Judge).promises(reply, time.Time{})
	if len(got) != 3 || got[0].Due != "" || got[1].Due != "" || got[2].Due != "2027-01-31" {
		t.Errorf("without the day of the answer only a full date is one: %+v", got)
	}
	// the date under the answer is its day
	got = new(Judge).promises(reply+"2026年11月23日", time.Time{})
	if len(got) != 3 || got[1].Due != "2026-12-06" {
		t.Errorf("got %+v, want next week counted from the date under the answer", got)
	}
	// a calendar that does not reach so far guesses nothing
	j := Judge{WorkingDays: func(time.Time, int) (time.Time, error) { return time.Time{}, errors.New("no such year") }}
	got = j.promises(reply, time.Date(2030, 1, 1, 0, 0, 0, 0, opinion.Beijing))
	if len(got) == 0 || got[0].Due != "" {
		t.Errorf("got %+v, want no day", got)
	}
}

func TestNumber(t *testing.T) {
	for s, want := range map[string]int{"7": 7, "十": 10, "十五": 15, "二十": 20, "三十一": 31, "两": 2, "一百二十": 120, "半": 0, "": 0} {
		if got := number(s); got != want {
			t.Errorf("%q is %d, want %d", s, got, want)
		}
	}
}

// A later answer never makes a relative term end earlier.
func TestRelativeTermsMoveWithTheAnswer(t *testing.T) {
	j := Judge{WorkingDays: weekdays}
	rapid.Check(t, func(t *rapid.T) {
		term := rapid.SampledFrom([]string{"5个工作日内", "三天内", "两周内", "下周", "本月底", "一个月内", "年底前", "下月初"}).Draw(t, "term")
		d := rapid.IntRange(0, 2000).Draw(t, "day")
		at := time.Date(2024, 1, 1, 8, 0, 0, 0, opinion.Beijing).AddDate(0, 0, d)
		one, other := j.promises("我局将在"+term+"处理完毕。", at), j.promises("我局将在"+term+"处理完毕。", at.AddDate(0, 0, 1))
		if len(one) != 1 || len(other) != 1 || one[0].Due > other[0].Due || one[0].Due < at.Format(time.DateOnly) {
			t.Fatalf("%s on %s: %+v, a day later %+v", term, at.Format(time.DateOnly), one, other)
		}
	})
}

func FuzzPromises(f *testing.F) {
	f.Add("我局将于2026年12月底前完成,15个工作日内答复,近期,下周。", int64(1795400000))
	f.Add("将在九百九十九年后", int64(0))
	f.Add("预计明年第四季度,半年内,个月底", int64(-1))
	j := Judge{WorkingDays: func(from time.Time, n int) (time.Time, error) { return from.AddDate(0, 0, n), nil }}
	f.Fuzz(func(t *testing.T, reply string, unix int64) {
		at := time.Time{}
		if unix > 0 && unix < 1<<32 {
			at = time.Unix(unix, 0)
		}
		all := j.promises(reply, at)
		if len(all) > mostPromises {
			t.Fatal("more promises than are kept")
		}
		for _, p := range all {
			if p.Text == "" || !strings.Contains(plainDigits(reply), p.Text) {
				t.Errorf("%q does not stand in the answer", p.Text)
			}
			if _, err := time.Parse(time.DateOnly, p.Due); p.Due != "" && err != nil {
				t.Error(err)
			}
		}
	})
}
