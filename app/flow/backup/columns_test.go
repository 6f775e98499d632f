package backup_test

import (
	"path/filepath"
	"strings"
	"testing"

	"huiying/app/columns"
	"huiying/internal/flowtest"
)

// What people said of columns is in a backup: a restored house understands the next file by itself.
func TestABackupTakesTheMeaningsOfColumns(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	letters := flowtest.Write(t, filepath.Join(t.TempDir(), "letters.csv"),
		"编号,标题,来件说辞\nQ-1,岚桥市石汀区停水,龙泉南里家里已经停水两天没有人通知请尽快恢复\n")
	c := flowtest.Run(t, append([]string{"import", letters, "--source", "mailbox", "--column",
		"来件说辞=text"}, w.Args()...)...)
	if c.Code != 0 {
		t.Fatalf("import: %d %s", c.Code, c.Said())
	}
	file := filepath.Join(t.TempDir(), "house.backup")
	if c := flowtest.Run(t, w.Args("backup", "--to", file)...); c.Code != 0 {
		t.Fatalf("backup: %d %s", c.Code, c.Said())
	}
	other := w.Elsewhere(t)
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
		t.Fatalf("restore: %d %s", c.Code, c.Said())
	}
	if kept, err := columns.Of(other.Data, "mailbox"); err != nil || kept["来件说辞"] != "text" {
		t.Errorf("kept %v, %v", kept, err)
	}
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 1 || !strings.Contains(c.Said(), columns.File) {
		t.Errorf("over what is there: %d %s", c.Code, c.Said())
	}
}
