package imports_test

import (
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/responders/querycode"
)

// codesIn reads a file of handed out codes: ticket number to code.
func codesIn(t *testing.T, file string) map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 || strings.Join(rows[0], " ") != "file line ticket code" {
		t.Fatalf("%v %v", rows, err)
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		if _, ok := querycode.Parse(row[3]); !ok || out[row[2]] != "" {
			t.Errorf("%v", row)
		}
		out[row[2]] = row[3]
	}
	return out
}

// An import hands a code out for each letter and writes it, once, beside the letter's ticket number into
// a file that its owner alone may read; nothing else has a code, neither what the command says nor a
// file of the house. Where a server runs, the server hands them out.
func TestAnImportHandsOutQueryCodes(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	dir := t.TempDir()
	orders := flowtest.Write(t, filepath.Join(dir, "orders.csv"), "工单编号,诉求内容\n"+
		"GD-1,来电人反映柳浦区听涛苑三栋停水两天，请尽快恢复供水。\nGD-2,来电人反映新安路口的红绿灯一直是黄灯在闪，请尽快维修。\n")
	file := filepath.Join(dir, "codes.csv")
	said := ""
	bring := func(from string, want string) {
		t.Helper()
		c := flowtest.Run(t, w.Imports(from, "--codes", file)...)
		if said += c.Said(); c.Code != 0 || !strings.Contains(c.Said(), want) {
			t.Fatalf("%d %s", c.Code, c.Said())
		}
	}
	bring(orders, "2 query codes were handed out; 0 letters had one before")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	first := codesIn(t, file)
	bring(orders, "0 query codes were handed out; 2 letters had one before")

	server, base := apptest.Serve(t, w, "--roles", "analyze,respond,console")
	more := flowtest.Write(t, filepath.Join(dir, "more.csv"), "工单编号,诉求内容\nGD-3,来电人反映望江里的路灯全都不亮，请尽快维修。\n")
	bring(more, "1 query codes were handed out; 0 letters had one before")
	bring(more, "0 query codes were handed out; 1 letters had one before")
	all := codesIn(t, file)
	if len(all) != 3 || len(first) != 2 || all["GD-1"] != first["GD-1"] || all["GD-3"] == "" {
		t.Errorf("%v, then %v", first, all)
	}
	var secrets []string
	for number, code := range all {
		parsed, _ := querycode.Parse(code)
		secrets = append(secrets, code, string(parsed))
		res, err := http.PostForm(base+"/open/code", url.Values{"code": {code}})
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || !strings.Contains(string(page), "立件于") {
			t.Errorf("%s leads to no case: %d %v", number, res.StatusCode, err)
		}
	}
	apptest.Interrupt(t, server)
	for _, s := range secrets {
		if strings.Contains(said+server.Said(), s) {
			t.Error("a code is in what was said")
		}
	}
	apptest.Nowhere(t, w.Data, secrets...)

	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if c := flowtest.Run(t, w.Imports(more, "--codes", file)...); c.Code != 2 || !strings.Contains(c.Said(), "chmod 600") {
		t.Errorf("a file that others may read: %d %s", c.Code, c.Said())
	}
}
