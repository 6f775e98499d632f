package desk_test

import (
	"fmt"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// calls are twelve calls to a hotline as its clerks write them: without a heading, and five of them
// in words that ask for nothing.
var calls = []string{
	"来电人称澄川市柳浦区听涛苑工地每晚打桩到凌晨两点，噪音很大，请处理。",
	"来电人反映岚桥市云汀县鹅岗里停水两天，没有公告，请尽快恢复供水。",
	"来电人咨询灵活就业人员养老保险断缴能不能补缴，需要什么材料。",
	"柳浦区实验小学三年级二班中午吃完食堂的饭，二十多个孩子上吐下泻，已经送到医院。",
	"来电人说榕荫街的餐饮店油烟直排居民楼下，多次反映没人管。",
	"来电人称洛西路两公里没有一盏路灯亮，请尽快维修。",
	"望江里十七号楼的老人家三天没有出门，邻居敲门没有人应。",
	"白石涌边上的护栏断了一截，小孩子放学都从那里走。",
	"新安路口的红绿灯一直是黄灯在闪，早上车子都堵在那里。",
	"石桥村的桥面上有一个洞，看得到下面的水。",
	"来电人建议在新安路增设公交站。",
	"来电人表扬办事窗口讲得清楚，工作人员很耐心，非常满意，特别感谢。",
}

// called are the calls as mentions of a hotline.
func called(t testing.TB) []opinion.Mention {
	t.Helper()
	var out []opinion.Mention
	for i, text := range calls {
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindHotline,
			Ref: fmt.Sprint("call", i), Text: text,
			PublishedAt: time.Now().Add(-time.Hour), CollectedAt: time.Now(), Division: "98"})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// Of twelve calls five opened nothing, among them a food poisoning, and nobody saw it. Each is in a
// case, waits where it is counted, or was dismissed by a rule that says its name.
func TestNoCallIsLost(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	all := called(t)
	h.Hear(all...)
	var sum register.Balance
	for i, m := range all {
		at, err := h.Register().Stand(t.Context(), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		sum.Add(at.Is, 1)
		if at.Is == opinion.DispositionDismissed && !at.Rule.Reviewed() || at.Rule == opinion.RuleOpens {
			t.Errorf("%s: %+v", calls[i], at)
		}
	}
	if sum.Received != len(calls) || sum.Waiting == 0 || sum.Dismissed != 1 {
		t.Errorf("%+v", sum)
	}
	if at, err := h.Register().Stand(t.Context(), all[3].ID); err != nil || len(at.Cases) != 1 {
		t.Errorf("the food poisoning stands as %+v, %v", at, err)
	}
	list, err := h.Register().Ledger(t.Context(), register.LedgerQuery{})
	if err != nil || list.Total != sum.Waiting {
		t.Errorf("%d stand in the queue, %d wait: %v", list.Total, sum.Waiting, err)
	}
}
