package setup_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/zap"

	"huiying/app/setup"
	"huiying/configs"
)

// visit is a browser at a set-up.
type visit struct {
	*testing.T
	*http.Client
	at, word string
}

func opened(t *testing.T, dir string) (*setup.Setup, visit) {
	t.Helper()
	var said bytes.Buffer
	s, err := setup.Open(setup.Options{Dir: dir, Listen: "127.0.0.1:0", Say: &said, Lang: "zh", Product: "huiying",
		Log: zap.NewNop(), Check: func(_ *configs.Config, err error) (faults configs.Diagnostics, _ error) {
			if err != nil && !errors.As(err, &faults) {
				return nil, err
			}
			return faults, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	word := regexp.MustCompile(`[a-z2-7]{5}(-[a-z2-7]{5}){3}`).FindString(said.String())
	if word == "" {
		t.Fatalf("no one-time password: %s", &said)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, visit{t, &http.Client{Jar: jar}, "http://" + s.Addr(), word}
}

func (v visit) read(res *http.Response, err error) (int, string) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		v.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func (v visit) get(path string) (int, string) { v.Helper(); return v.read(v.Get(v.at + path)) }

func (v visit) post(path string, pairs ...string) (int, string) {
	v.Helper()
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return v.read(v.PostForm(v.at+path, f))
}

// send is a form with files.
func (v visit) send(path string, fields map[string]string, files map[string][]byte) (int, string) {
	v.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, x := range fields {
		if err := w.WriteField(k, x); err != nil {
			v.Fatal(err)
		}
	}
	for k, x := range files {
		part, err := w.CreateFormFile(k, k+".csv")
		if err == nil {
			_, err = part.Write(x)
		}
		if err != nil {
			v.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.Fatal(err)
	}
	return v.read(v.Post(v.at+path, w.FormDataContentType(), &b))
}

func holds(t *testing.T, what, page string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("%s does not hold %q: %s", what, w, page)
		}
	}
}

// From an empty directory to a configuration and its first administrator, in the console alone; nothing is
// written before the end.
func TestAnEmptyDirectoryIsSetUp(t *testing.T) {
	dir := t.TempDir()
	if needed, err := setup.Needed(dir); err != nil || !needed {
		t.Fatalf("needed: %v, %v", needed, err)
	}
	s, v := opened(t, dir)
	if code, page := v.post("/", "word", "aaaaa-aaaaa-aaaaa-aaaaa"); code != 401 {
		t.Errorf("another password: %d %s", code, page)
	}
	if _, page := v.get("/setup/look"); !strings.Contains(page, `name="word"`) {
		t.Errorf("a page was open to everybody: %s", page)
	}
	if code, _ := v.post("/", "word", strings.ToUpper(v.word)); code != 200 {
		t.Errorf("the password: %d", code)
	}
	_, page := v.get("/setup/place?q=" + url.QueryEscape("朝阳区"))
	holds(t, "an ambiguous name", page, "110105", "北京市朝阳区", "220104", "吉林省长春市朝阳区")
	_, page = v.get("/setup/place?q=" + url.QueryEscape("七里区"))
	holds(t, "a slip", page, "七里河区")
	if code, _ := v.post("/setup/place", "code", "000000"); code != 400 {
		t.Errorf("no place: %d", code)
	}
	_, page = v.post("/setup/place", "code", "220104")
	holds(t, "the office", page, "吉林省长春市朝阳区", "长春市朝阳区人民政府办公室")
	code, page := v.send("/setup/office", map[string]string{"office": "朝阳区政务公开办公室", "contact": "打电话", "site": "12"},
		map[string][]byte{"emblem": []byte("<svg/>")})
	if code != 400 || strings.Count(page, `class="refused"`) != 3 {
		t.Errorf("wrong answers: %d %s", code, page)
	}
	var emblem bytes.Buffer
	if err := png.Encode(&emblem, image.NewGray(image.Rect(0, 0, 300, 300))); err != nil {
		t.Fatal(err)
	}
	_, page = v.send("/setup/office", map[string]string{"office": "朝阳区政务公开办公室", "contact": "a@example.org",
		"site": "2201040001", "records": "吉ICP备1号\n\n吉公网安备2号"}, map[string][]byte{"emblem": emblem.Bytes()})
	holds(t, "lists", page, `name="list"`)
	_, page = v.get("/setup/look")
	holds(t, "what is made", page, "检查通过", "长春市朝阳区教育局", "朝阳区政务公开办公室", "12345", `value="admin"`)
	who := []string{"id", "guanli", "name", "系统管理员", "password", "kanhai-tingfeng-73"}
	for want, again := range map[string]string{"两次": "kanhai-tingfeng-74", "字符": "short"} {
		pair := append(who[:6:6], "again", again)
		if want == "字符" {
			pair[5] = again
		}
		code, page := v.post("/setup/look", pair...)
		if code != 400 || !strings.Contains(page, want) {
			t.Errorf("a bad password: %d %s", code, page)
		}
		who[5] = "kanhai-tingfeng-73"
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) > 0 {
		t.Errorf("something was written before the end: %v, %v", list, err)
	}
	_, page = v.post("/setup/look", append(who, "again", "kanhai-tingfeng-73")...)
	holds(t, "the end", page, "正在启动")
	made, err := s.Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if made.Config.Region != "220104" || made.Config.Units[0].Name != "朝阳区政务公开办公室" ||
		made.Config.Collect.Contact != "mailto:a@example.org" || len(made.Config.Site.Records) != 2 ||
		made.First != (setup.First{ID: "guanli", Name: "系统管理员", Password: "kanhai-tingfeng-73"}) {
		t.Errorf("made %+v, %+v", made.Config.Site, made.First)
	}
	if b, err := made.Config.Emblem(); err != nil || len(b) == 0 {
		t.Errorf("the emblem: %d, %v", len(b), err)
	}
	if needed, err := setup.Needed(dir); err != nil || needed {
		t.Errorf("it is asked again: %v, %v", needed, err)
	}
}

// A list of departments is looked at; what a person leaves ticked is made so, and nobody's name comes in.
func TestAListOfDepartmentsIsTaken(t *testing.T) {
	dir := t.TempDir()
	s, v := opened(t, dir)
	v.post("/", "word", v.word)
	v.post("/setup/place", "code", "450305")
	v.send("/setup/office", map[string]string{"office": "办公室", "contact": "a@example.org"}, nil)
	code, page := v.send("/setup/units", nil, map[string][]byte{"list": []byte("口子,干什么\n教育体育局,义务教育\n")})
	if code != 400 || !strings.Contains(page, "表头") {
		t.Errorf("no names of units: %d %s", code, page)
	}
	_, page = v.send("/setup/units", nil, map[string][]byte{"list": []byte("部门名称,主要职责,谁,负责人\n教育体育局,义务教育,房地产市场,张三丰\n" +
		"城市更新中心,房地产市场,,李四\n水利局,防汛抗旱、城市道路与路灯,,\n")})
	holds(t, "what it proposes", page, "教育体育局", "城市更新中心", "城市道路与路灯", "丢弃可能涉及个人的 2 格")
	if strings.Contains(page, "张三丰") {
		t.Error("a person's name is shown")
	}
	keys := regexp.MustCompile(`name="take" value="([^"]+)" checked`).FindAllStringSubmatch(page, -1)
	if len(keys) != 3 {
		t.Fatalf("proposed %v: %s", keys, page)
	}
	_, page = v.read(v.PostForm(v.at+"/setup/units", url.Values{"do": {"look"}, "label": {"部门名称", "主要职责", "谁"}, "means": {"name", "-", "duties"}}))
	holds(t, "another meaning", page, "房地产市场")
	_, page = v.read(v.PostForm(v.at+"/setup/units", url.Values{"do": {"look"}, "label": {"部门名称", "主要职责", "谁"}, "means": {"name", "duties", "-"}}))
	holds(t, "the meanings as before", page, "城市更新中心")
	_, page = v.read(v.PostForm(v.at+"/setup/units", url.Values{"do": {"take"}, "take": {keys[0][1], keys[1][1]}}))
	holds(t, "what is made", page, "检查通过", "桂林市七星区教育体育局", "桂林市七星区城市更新中心")
	v.post("/setup/look", "id", "guanli", "name", "管理员", "password", "kanhai-tingfeng-73", "again", "kanhai-tingfeng-73")
	made, err := s.Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range made.Config.Units {
		if u.ID == "water-450305" && strings.Contains(strings.Join(u.Topics, " "), "roads") {
			t.Errorf("what was struck out was made: %v", u)
		}
	}
}

// The address stays open from the set-up to the console: who asks meanwhile is answered by the console.
func TestTheAddressIsHandedOn(t *testing.T) {
	s, v := opened(t, t.TempDir())
	if _, page := v.get("/"); !strings.Contains(page, `name="word"`) {
		t.Fatal(page)
	}
	if err := s.Leave(); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 1)
	go func() {
		res, err := http.Get(v.at + "/sign-in")
		if err != nil {
			said <- err.Error()
			return
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		said <- string(b)
	}()
	next := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "the console")
	})}
	go func() { _ = next.Serve(s.Listener()) }()
	if got := <-said; got != "the console" {
		t.Error(got)
	}
	if err := next.Close(); err != nil {
		t.Error(err)
	}
}

// What somebody wrote there meanwhile is not written over.
func TestAFileThatIsThereStays(t *testing.T) {
	dir := t.TempDir()
	_, v := opened(t, dir)
	v.post("/", "word", v.word)
	v.post("/setup/place", "code", "450305")
	v.send("/setup/office", map[string]string{"office": "办公室", "contact": "a@example.org"}, nil)
	path := filepath.Join(dir, "units.yaml")
	if err := os.WriteFile(path, []byte("ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, page := v.post("/setup/look", "id", "guanli", "name", "管理员", "password", "kanhai-tingfeng-73", "again", "kanhai-tingfeng-73")
	if code != 503 || !strings.Contains(page, "写不进") {
		t.Errorf("%d %s", code, page)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "ours" {
		t.Errorf("%q, %v", b, err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	if needed, err := setup.Needed(dir); err != nil || needed {
		t.Errorf("needed: %v, %v", needed, err)
	}
	if needed, err := setup.Needed(dir + "/none"); err != nil || needed {
		t.Errorf("needed where there is no directory: %v, %v", needed, err)
	}
}
