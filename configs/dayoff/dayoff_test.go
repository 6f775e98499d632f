package dayoff

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"huiying/words"
)

// published are the notices of three years as the State Council worded them (国办发明电), without what
// does not name days.
var published = map[string]string{
	"2023": `国务院办公厅关于2023年部分节假日安排的通知
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。`,
	"2025": `各省、自治区、直辖市人民政府：经国务院批准，现将2025年元旦等节假日的具体安排通知如下。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`,
	"2026": `国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`,
}

// known are the days of the file that the program carries, by date.
func known(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../../responders/casework/holidays/cn.csv")
	if err != nil {
		t.Fatal(err)
	}
	days, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, d := range days {
		out[d.Date] = d.Kind
	}
	return out
}

// The words of a notice say what the table that the program carries says, which somebody else wrote.
func TestANoticeSaysWhatTheTableSays(t *testing.T) {
	table := known(t)
	all := map[string]string{}
	for year, text := range published {
		all[year], all[year+" in one line"] = text, strings.ReplaceAll(text, "\n", " ")
	}
	for year, text := range all {
		days, err := Read([]byte(text))
		year, _, _ = strings.Cut(year, " ")
		if err != nil {
			t.Errorf("%s: %v", year, err)
			continue
		}
		got := map[string]string{}
		for _, d := range days {
			if !strings.HasPrefix(text[max(0, strings.Index(text, d.Name+"：")-3):], "、"+d.Name+"：") {
				t.Errorf("%s: no name: %q", d.Date, d.Name)
			}
			if d.Year() == year { // a notice may begin in the year before
				got[d.Date] = d.Kind
			}
		}
		for date, kind := range table {
			if strings.HasPrefix(date, year) && got[date] != kind {
				t.Errorf("%s: %q, want %q", date, got[date], kind)
			}
		}
		for date, kind := range got {
			if table[date] != kind {
				t.Errorf("%s is %q, and the table has %q", date, kind, table[date])
			}
		}
	}
}

// A table comes as offices write it, and goes out as it came in.
func TestATableIsReadAsPeopleWriteIt(t *testing.T) {
	for name, raw := range map[string]string{
		"ours":    "date,kind,name\n2027-01-01,holiday,元旦\n2027-02-14,workday,春节\n",
		"theirs":  "日期,类别,节日\n2027年1月1日,休,元旦\n2027/2/14,补班,春节\n",
		"tabs":    "2027.1.1\t放假\t元旦\n20270214\t上班\t春节\n",
		"mark":    "\ufeff2027-1-1,假,元旦\r\n\r\n2027-2-14,班,春节\r\n2027-2-14,班,春节",
		"gb18030": "2027-01-01,\xd0\xdd,\xd4\xaa\xb5\xa9\n2027-02-14,\xb0\xe0,\xb4\xba\xbd\xda\n",
	} {
		days, err := Read([]byte(raw))
		if err != nil || len(days) != 2 || days[0] != (Day{"2027-01-01", Off, "元旦"}) ||
			days[1] != (Day{"2027-02-14", Worked, "春节"}) {
			t.Errorf("%s: %v %v", name, days, err)
		}
		again, err := Read([]byte(Table(days)))
		if err != nil || len(again) != 2 || again[0] != days[0] || again[1] != days[1] {
			t.Errorf("%s, written again: %v %v", name, again, err)
		}
	}
}

// A calendar says of its entries that they are off or worked; what says neither is passed over.
func TestACalendarIsRead(t *testing.T) {
	days, err := Read([]byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270501\r\n" +
		"DTEND;VALUE=DATE:20270504\r\nSUMMARY:劳动节（休）\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n" +
		"DTSTART:20270508T000000Z\r\nSUMMARY:劳动节 补班 第1天/\r\n 共1天\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n" +
		"DTSTART;VALUE=DATE:20270505\r\nSUMMARY:立夏\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	if err != nil || len(days) != 4 || days[0] != (Day{"2027-05-01", Off, "劳动节"}) ||
		days[2].Date != "2027-05-03" || days[3] != (Day{"2027-05-08", Worked, "劳动节"}) {
		t.Error(days, err)
	}
}

// What cannot be meant is refused with its place, and nothing is taken.
func TestAWrongListSaysWhere(t *testing.T) {
	for name, c := range map[string]struct{ raw, phrase string }{
		"empty":    {" \n", "dayoff.empty"},
		"date":     {"2027-01-01,休,元旦\n2027-02-30,休,春节\n", "dayoff.date"},
		"kind":     {"2027-01-01,有,元旦\n", "dayoff.kind"},
		"both":     {"2027-01-01,休,元旦\n2027-01-01,班,元旦\n", "dayoff.both"},
		"no year":  {"一、元旦：1月1日放假。", "dayoff.year"},
		"count":    {"2027年安排\n一、元旦：1月1日至3日放假，共4天。", "dayoff.count"},
		"no day":   {"2027年安排\n一、春节：2月30日放假。", "dayoff.day"},
		"backward": {"2027年安排\n一、春节：2月8日至5日放假。", "dayoff.span"},
		"nothing":  {"date,kind,name\n", "dayoff.none"},
		"seasons":  {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270505\nSUMMARY:立夏\nEND:VEVENT\n", "dayoff.none"},
	} {
		days, err := Read([]byte(c.raw))
		var f words.Fault
		if !errors.As(err, &f) || f.Key != c.phrase || days != nil {
			t.Errorf("%s: %v %v, want %s", name, days, err, c.phrase)
		}
		for _, lang := range words.Languages() {
			if said := f.In(lang); strings.Contains(said, "%!") || said == f.Key {
				t.Errorf("%s in %s: %q", name, lang, said)
			}
		}
	}
}

// Whatever comes in, the days that come out are days, in order, each once.
func FuzzReadingDaysOff(f *testing.F) {
	for _, text := range published {
		f.Add([]byte(text))
	}
	f.Add([]byte("date,kind,name\n2027-01-01,holiday,元旦\n"))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270505\nDTEND:2\nSUMMARY:休\nEND:VEVENT\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		days, err := Read(raw)
		if err != nil {
			return
		}
		last := ""
		for _, d := range days {
			if _, err := time.Parse(time.DateOnly, d.Date); err != nil || d.Date <= last || d.Kind != Off && d.Kind != Worked {
				t.Fatalf("%q after %q", d, last)
			}
			last = d.Date
		}
	})
}
