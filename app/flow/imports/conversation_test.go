package imports_test

import (
	"path/filepath"
	"strings"
	"testing"

	"huiying/internal/flowtest"
)

// A column of long texts that nothing claims stops an import; what a person says of it is kept for
// the next file of the source.
func TestAnImportIsAConversation(t *testing.T) {
	w, dir := flowtest.NewWorld(t, ""), t.TempDir()
	const head = "编号,标题,来件说辞,姓名\n"
	first := flowtest.Write(t, filepath.Join(dir, "first.csv"), head+"Q-1,岚桥市石汀区停水,龙泉南里家里已经停水两天没有人通知请尽快恢复,某某\n")
	second := flowtest.Write(t, filepath.Join(dir, "second.csv"), head+"Q-2,岚桥市石汀区路灯,望江里路灯不亮已经一周晚上出行不便请派人维修,某某\n")
	run := func(args ...string) *flowtest.Process {
		return flowtest.Run(t, append([]string{"import", "--source", "mailbox", "--config",
			w.Config, "--data", w.Data}, args...)...)
	}
	if c := run(first, "--dry-run"); c.Code != flowtest.Failed ||
		!strings.Contains(c.Out.String(), "来件说辞: ? long texts") ||
		!strings.Contains(c.Out.String(), "姓名: person, dropped (1 filled) \n") ||
		!strings.Contains(c.Out.String(), "1 records: 1 would be stored") {
		t.Errorf("the dry run ends with %d\n%s", c.Code, c.Said())
	}
	two := flowtest.Write(t, filepath.Join(dir, "two.csv"), "来信标题,来信内容,具体情况\n停水,龙泉南里停水两天。,没有人通知。\n")
	if c := run(two, "--dry-run"); !strings.Contains(c.Out.String(),
		"具体情况: text, not read where 来信内容 holds one; --column '具体情况=text' takes it first (1 filled)") {
		t.Errorf("of the second text the dry run says\n%s", c.Said())
	}
	if c := run(first); c.Code != flowtest.Failed || !strings.Contains(c.Err.String(), "来件说辞") ||
		strings.Contains(c.Out.String(), "new") {
		t.Errorf("the import ends with %d\n%s", c.Code, c.Said())
	}
	if c := run(first, "--column", "来件说辞=texts"); c.Code != flowtest.Usage {
		t.Errorf("a meaning that there is not ends with %d\n%s", c.Code, c.Said())
	}
	if c := run(first, "--column", "来件说辞=text"); c.Code != 0 || !strings.Contains(c.Out.String(), "1 records: 1 new") {
		t.Errorf("the import that was told ends with %d\n%s", c.Code, c.Said())
	}
	if c := run(second); c.Code != 0 || !strings.Contains(c.Out.String(), "1 records: 1 new") {
		t.Errorf("the next file ends with %d\n%s", c.Code, c.Said())
	}
	if c := run(second, "--dry-run"); c.Code != 0 || !strings.Contains(c.Out.String(), "来件说辞: text (1 filled)") ||
		!strings.Contains(c.Out.String(), "-> topic ") {
		t.Errorf("a dry run of it ends with %d\n%s", c.Code, c.Said())
	}
}
