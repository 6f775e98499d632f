package topic_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"huiying/analyzers/topic"
	"huiying/opinion"
)

func TestJudge(t *testing.T) {
	l := lexicon(t)
	for _, c := range []struct{ title, text, want string }{
		{"小区旁边夜间施工", "每晚施工到凌晨两点，噪音扰民，吵得睡不着。", "ecology/construction_noise"},
		{"", "楼下机器轰鸣，噪音扰民。", "ecology/noise"},
		{"", "邻居半夜打麻将，噪音扰民。", "ecology/social_noise"},
		{"", "服装店门口播放高音喇叭，噪音扰民。", "ecology/commercial_noise"},
		{"", "火锅店油烟直排，熏得没法开窗。", "ecology/cooking_fumes"},
		{"", "路口几辆车违停，出不去。", "public_security/traffic_police"},
		{"", "驾照到期了在哪里换。", "public_security/vehicle_licences"},
		{"", "我叫[姓名]，电话[手机号]，请回复。", ""}, // what stands for a number is no word
		{"", "手机号注销不了，电话[手机号]。", "commerce_tourism/telecom_finance"},
		{"", "港澳通行证签注要多久。", "household_registration/exit_entry"},
		{"", "有人夜里在河里偷沙。", "disaster_relief/rivers"},
		{"", "商场停车收费太高。", "commerce_tourism/parking_fees"},
		{"", "轮渡几点复航。", "transport/waterway"},
		{"", "毕业生怎么落户。", "household_registration/moving"}, // a word that decides outweighs a faint one
		{"", "我们这里没有停水，请问这个月低保发了吗。", "social_assistance/minimum_income"},
		{"", "巷子里没有路灯。", "municipal_services/lamps"},
		{"工地扬尘太大", "渣土车经过时尘土飞扬，粉尘污染严重。", "ecology/dust"},
		{"工厂半夜排放刺鼻气味", "废气恶臭，不敢开窗。", "ecology/odour"},
		{"自来水又停了", "全小区停水三天，自来水公司不给说法。", "municipal_services/water_supply"},
		{"路口路灯不亮", "路灯坏了，晚上看不见。", "municipal_services/lamps"},
		{"公司拖欠农民工工资", "血汗钱要不回来，劳动监察大队不管。", "labour/wages"},
		{"异地就医怎么报销", "医保卡在外省能否直接门诊报销？", "social_insurance/medical"},
		{"学区划分不合理", "孩子上小学学位不足，就近入学难。", "compulsory_education/admission"},
		{"老师有偿补课", "周末补课收补课费。", "compulsory_education/burden"},
		{"出租车拒载不打表", "火车站的士乱喊价，计价器不用。", "transport/taxi"},
		{"快递点乱收费", "快递公司不送货上门，快递员态度差。", "transport/post"},
		{"房产证办不下来", "开发商没有交税，不动产证办不了。", "housing_market/deeds"},
		{"房屋征收补偿标准太低", "拆迁补偿款一直不到位，拆迁办推诿。", "housing_expropriation/compensation"},
		{"村里低保名额不公", "关系保、人情保，真正困难的吃不上低保。", "social_assistance/minimum_income"},
		{"电梯困人", "电梯故障多次，电梯年检过期。", "commerce_tourism/special_equipment"},
		{"幼儿园收费太高", "普惠性幼儿园收费上涨。", "education_other/preschool"},
		{"饭店用过期食品", "吃完食物中毒，食品安全没人查。", "food_drug/food"},
		{"二胎准生证怎么办", "计生办要求先交材料。", "health/family_planning"},
		{"小区楼顶违建", "邻居违章搭建，城管不拆除违建。", "urban_enforcement/illegal_building"},
		{"公积金贷款额度", "住房公积金中心停止办理公积金贷款。", "housing_market/fund"},
		{"今天天气不错", "出去走走。", ""},
		{"", "", ""},
	} {
		if got := l.Judge(c.title, c.text); got.ID != c.want {
			t.Errorf("%s: %s %v, want %s", c.title, got.ID, got.Evidence, c.want)
		}
	}
}

func TestReferredMatters(t *testing.T) {
	l := lexicon(t)
	for refer, c := range map[string][2]string{
		"litigation":  {"法院执行难", "终审判决已两年，法院不执行，请求强制执行。"},
		"arbitration": {"不服劳动仲裁裁决", "仲裁委员会的仲裁裁决不公。"},
		"review":      {"申请行政复议", "对处罚不服，复议申请交给哪里？"},
		"disclosure":  {"申请政府信息公开", "依申请公开一直没有答复。"},
		"discipline":  {"村干部贪污受贿", "挪用公款，以权谋私。"},
		"petition":    {"信访事项复查没有结果", "信访答复意见书不合理。"},
		"emergency":   {"楼下着火了", "有人被困火场，快来救人！"},
	} {
		got := l.Judge(c[0], c[1])
		if got.Refer != refer || got.ID == "" {
			t.Errorf("%s: %s, refer %q %v, want refer %q", c[0], got.ID, got.Refer, got.Evidence, refer)
		}
	}
	if got := l.Judge("多次信访无果，小区停水", "停水一周，自来水公司不管，去过信访局。"); got.Refer != "" {
		t.Errorf("who has been to the petition office still needs water: %+v", got)
	}
}

func TestSeveralSectors(t *testing.T) {
	got := lexicon(t).Judge("工厂废气恶臭，又拖欠工资", "工厂废气刺鼻，臭气熏天；公司拖欠工资，不发工资。")
	all := append([]string{got.ID}, got.Also...)
	if !slices.Contains(all, "ecology/odour") || !slices.Contains(all, "labour/wages") {
		t.Errorf("two clear sectors: %v", all)
	}
	if got.Confidence > 0.7 {
		t.Errorf("two fields of like weight, confidence %v", got.Confidence)
	}
}

func small(t testing.TB) *topic.Lexicon {
	t.Helper()
	l, err := topic.New([]opinion.Topic{
		{ID: "water", Name: "供水", Terms: []string{"供水"}},
		{ID: "water/cut", Name: "停水", Terms: []string{"停水", "没有水"}, Exclude: []string{"停水表"}},
		{ID: "park", Name: "公园", Terms: []string{"公园"}, Exclude: []string{"公园路"}},
		{ID: "wifi", Name: "网络", Terms: []string{"WiFi"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestRules(t *testing.T) {
	l := small(t)
	for _, c := range []struct{ name, title, text, want string }{
		{"an item is preferred to its field", "供水", "停水", "water/cut"},
		{"a field without item", "供水不足", "", "water"},
		{"the title weighs more", "公园", "停水", "park"},
		{"a longer word takes the term's place", "公园路口", "", ""},
		{"an exclusion counts against", "停水表", "停水", ""},
		{"letters of any case and width", "ＷＩＦＩ太慢", "", "wifi"},
	} {
		if got := l.Judge(c.title, c.text); got.ID != c.want {
			t.Errorf("%s: %+v, want %q", c.name, got, c.want)
		}
	}
	if got := l.Judge("停水", "没有水"); got.By != "rules" || !slices.Equal(got.Evidence, []string{"停水", "没有水"}) {
		t.Errorf("evidence: %+v", got)
	}
}

func TestNewRefuses(t *testing.T) {
	for want, list := range map[string][]opinion.Topic{
		"no id":      {{Name: "x"}},
		"used twice": {{ID: "a"}, {ID: "a"}},
		"no field":   {{ID: "a/b"}},
		"too short":  {{ID: "a", Terms: []string{"水"}}},
		"(in a/b)":   {{ID: "a"}, {ID: "a/b", Exclude: []string{""}}},
	} {
		if _, err := topic.New(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

// TestCatalogueIsWhole holds the shape that the file promises.
func TestCatalogueIsWhole(t *testing.T) {
	items := map[string]int{}
	for _, c := range catalogue(t) {
		if c.Name == "" || c.NameEn == "" {
			t.Errorf("%s has no name in one of the languages", c.ID)
		}
		if field, _, isItem := strings.Cut(c.ID, "/"); isItem {
			items[field]++
			if len(c.Terms) < 6 {
				t.Errorf("%s has %d terms, want at least 6", c.ID, len(c.Terms))
			}
			if (field == "channel") != (c.Refer != "") {
				t.Errorf("%s: refer %q", c.ID, c.Refer)
			}
		} else if items[field] = 0; c.Basis == "" {
			t.Errorf("%s has no basis", c.ID)
		}
		seen := map[string]bool{}
		for _, w := range append(slices.Clone(c.Terms), c.Exclude...) {
			if seen[w] {
				t.Errorf("%s lists %s twice", c.ID, w)
			}
			seen[w] = true
		}
	}
	if len(items) != 34 {
		t.Errorf("%d fields, want the 26 pilot fields and 8 more", len(items))
	}
	for field, n := range items {
		if n < 3 {
			t.Errorf("%s has %d items, want at least 3", field, n)
		}
	}
}

func TestJudgeHoldsAlways(t *testing.T) {
	l := lexicon(t)
	var words []string
	for _, c := range catalogue(t) {
		words = append(words, c.Terms...)
	}
	piece := rapid.OneOf(rapid.SampledFrom(words), rapid.StringN(0, 6, -1))
	rapid.Check(t, func(t *rapid.T) {
		title := strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(t, "title"), "")
		text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "text"), "，")
		got, again := l.Judge(title, text), l.Judge(title, text)
		if got.ID != again.ID || got.Confidence != again.Confidence || !slices.Equal(got.Evidence, again.Evidence) {
			t.Fatalf("not the same twice: %+v %+v", got, again)
		}
		if got.Confidence < 0 || got.Confidence > 1 || (got.ID == "") != (len(got.Evidence) == 0) ||
			(got.ID == "") != (got.Confidence == 0) {
			t.Fatalf("%+v", got)
		}
		for _, w := range got.Evidence {
			if !strings.Contains(strings.ToLower(title+"\n"+text), w) && isASCII(title+text) {
				t.Fatalf("evidence %q is not in the text", w)
			}
		}
		if slices.Contains(got.Also, got.ID) {
			t.Fatalf("also itself: %+v", got)
		}
	})
}

func isASCII(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 126 }) < 0 }

func TestJudgeAtOnce(t *testing.T) {
	l := small(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				if got := l.Judge("公园", "停水"); got.ID != "park" {
					t.Error(got.ID)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzJudge(f *testing.F) {
	l := small(f)
	f.Add("公园", "停\xff水")
	f.Fuzz(func(t *testing.T, title, text string) { l.Judge(title, text) })
}
