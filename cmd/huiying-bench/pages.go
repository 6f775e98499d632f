package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/opinion"
)

// withPages lets bench measure the console's pages over a filled data directory instead of the
// pipeline.
func withPages(c *cobra.Command) {
	run := c.RunE
	var p pagesBench
	f := c.Flags()
	f.BoolVar(&p.on, "pages", false, "measure every page and API route of the console over a filled data directory")
	f.IntVar(&p.mentions, "mentions", 50_000, "with --pages: how many mentions it holds")
	f.IntVar(&p.filledCases, "matters", 10_000, "with --pages: how many cases it holds")
	f.IntVar(&p.times, "times", 40, "with --pages: how often each route is asked")
	f.StringVar(&p.keep, "keep", "", "with --pages: fill one below this directory and leave it there; one that is filled is asked as it is")
	f.BoolVar(&p.indexed, "index-ready", false,
		"with --pages and --keep: an index of as many findings lies in DIR/data/index already; none is filled")
	f.DurationVar(&p.back, "back", 0, "with --pages and --keep: ask as of so long ago what the register holds so far, and let nothing follow")
	f.StringVar(&p.only, "only", "", "with --pages: only routes whose name fits this expression")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if !p.on {
			return run(cmd, args)
		}
		p.out = cmd.OutOrStdout()
		p.profile, _ = cmd.Flags().GetString("profile")
		return p.run(cmd.Context())
	}
}

type pagesBench struct {
	on, indexed                  bool
	back                         time.Duration
	mentions, filledCases, times int
	keep, only, profile          string
	out                          io.Writer
}

func (p *pagesBench) run(ctx context.Context) error {
	if p.mentions < 5*p.filledCases || p.filledCases < 100 || p.times < 1 {
		return fmt.Errorf("%w: --matters is 100 at the least, and --mentions five times as many", cli.ErrUsage)
	}
	dir := p.keep
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "huiying-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	f, err := p.filled(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	began := time.Now()
	work, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	empty, err := f.empty(ctx)
	if err == nil && empty {
		err = f.fill(ctx)
		fmt.Fprintf(p.out, "%d mentions and %d cases in the log after %s\n", p.mentions,
			p.filledCases, time.Since(began).Round(time.Second))
	}
	go func() {
		if p.back > 0 {
			<-work.Done()
			done <- nil
			return
		}
		done <- f.follow(work)
	}()
	if err == nil && p.back == 0 {
		err = f.settled(ctx)
	}
	if err == nil {
		fmt.Fprintf(p.out, "register and index have followed after %s, %v; memory %d MB\n\n",
			time.Since(began).Round(time.Second), f.Register().Positions(), memoryMB())
		err = profiled(p.profile, func() error { return p.ask(ctx, f) })
	}
	stop()
	if end := <-done; end != nil && !errors.Is(end, context.Canceled) {
		err = errors.Join(err, end)
	}
	return err
}

func (p *pagesBench) filled(ctx context.Context, dir string) (*filled, error) {
	cfg, err := configs.Load("")
	if err != nil {
		return nil, err
	}
	dir = filepath.Join(dir, "data")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	h, err := app.New(ctx, cfg, app.Options{Dir: dir,
		Now: func() time.Time { return time.Now().Add(-p.back) }, Tour: true})
	if err != nil {
		return nil, err
	}
	f := &filled{App: h, indexed: p.indexed, mentions: p.mentions, cases: p.filledCases,
		start: info.ModTime().Add(-filledSpan)}
	if f.env, err = app.CaseEnv(cfg); err == nil {
		err = f.judged(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return f, nil
}

// asking is a route with its k-th address, and who asks it.
type asking struct {
	name, as string
	at       func(k int) string
}

func oneOf(list ...string) func(int) string { return func(k int) string { return list[k%len(list)] } }

// askings are what desks, leaders and readers ask all day.
func (p *pagesBench) askings(f *filled) []asking {
	anyCase := func(k int) string { return f.caseID(k * 7919 % f.cases) }
	anyIssue := func(k int) string { return f.issueOf(k * 7919 % f.cases) }
	anyMention := func(k int) string { return f.mentionID(k * 104_729 % f.mentions) }
	ended := func(k int) string { return f.caseID(k * 7919 % (f.cases / 2) / 100 * 100) }
	mine := func(k int) string { return f.caseID(f.cases - f.waiting() - 5 - k*5%(f.cases/20)/5*5) }
	day := func(back int) string {
		return time.Now().In(opinion.Beijing).AddDate(0, 0, -back).Format(time.DateOnly)
	}
	words := func(k int) string {
		return url.QueryEscape([]string{"停水", "路灯", "扬尘 工地", "“煤气味”", "学校 收费", "公交", "退休 手续", "噪声 -学校"}[k%8])
	}
	topics, places := []string{"municipal", "ecology", "education", "municipal/water"},
		[]string{"54", "5401", "540102", "5402"}
	filters := func(path string) func(int) string {
		return func(k int) string {
			return path + []string{"", "?topic=" + topics[k/8%4], "?division=" + places[k/8%4],
				"?severity=II", "?q=" + words(k/8),
				"?division=" + places[k/8%4] + "&topic=" + topics[k/4%4],
				"?severity=III&topic=" + topics[k/8%4], "?division=" + places[k/8%4] + "&q=" + words(k)}[k%8]
		}
	}
	id := func(before string, of func(int) string) func(int) string {
		return func(k int) string { return before + of(k) }
	}
	return []asking{
		{"overview", "monitor", oneOf("/")}, {"overview, a unit", "head", oneOf("/")},
		{"overview, a leader", "leader", oneOf("/")},
		{"desk", "monitor", filters("/desk")}, {"desk, nothing asked", "monitor", oneOf("/desk")},
		{"desk: unclear", "monitor", oneOf("/desk?of=unclear")}, {"desk: rows", "monitor",
			filters("/desk/rows")},
		{"desk: queues", "monitor", oneOf("/desk/queues")}, {"desk: a case", "monitor",
			id("/desk/cases/", func(k int) string { return f.caseID(f.cases - 1 - k*31%f.waiting()) })},
		{"work", "handler", oneOf("/work", "/work?section=due", "/work?section=new")},
		{"work: calendar", "handler", oneOf("/work/calendar")}, {"work: a case", "handler",
			id("/work/", mine)},
		{"search", "monitor", filters("/search")}, {"search, a unit", "handler", filters("/search")},
		{"issues", "monitor", filters("/issues")}, {"issues by weight", "monitor",
			oneOf("/issues?order=heavy", "/issues?order=recent")},
		{"an issue", "monitor", id("/issues/", anyIssue)}, {"an issue, heavy", "monitor",
			func(k int) string {
				return "/issues/" + opinion.IssueID(fmt.Sprint("heavy",
					k%heavies))
			}},
		{"cases", "monitor", filters("/cases")}, {"cases by state", "monitor",
			oneOf("/cases?state=triage", "/cases?state=handling&order=updated",
				"/cases?overdue=true", "/cases?state=closed&order=opened", "/cases?order=updated")},
		{"cases, a unit", "handler", filters("/cases")},
		{"a case", "monitor", id("/cases/", anyCase)},
		{"a mention", "monitor", id("/mentions/", anyMention)},
		{"assess", "monitor", oneOf("/assess", "/assess?by=topic", "/assess?by=division",
			"/assess?by=month")}, {"assess: cases", "monitor",
			oneOf("/assess/turns?measure=answered", "/assess/turns")},
		{"briefing of yesterday", "leader", oneOf("/briefings/" + day(1))},
		{"briefing of older days", "leader",
			func(k int) string { return "/briefings/" + day(2+k%10) }},
		{"briefing of today", "leader", oneOf("/briefings/" + day(0))},
		{"briefing of the week", "leader", oneOf("/briefings/" + day(0) + "?period=week")},
		{"sources", "monitor", oneOf("/sources")},
		{"open board", "", oneOf("/open/")}, {"open: answers", "", filters("/open/answers")},
		{"open: an answer", "", id("/open/answers/", ended)},
		{"open: units", "", oneOf("/open/units")}, {"open: topics", "", oneOf("/open/topics")},
		{"open: places", "", oneOf("/open/places")},
		{"open: feed", "", oneOf("/open/feed.xml")},
		{"api: stats", "monitor", oneOf("/api/v1/stats")}, {"api: counts", "monitor",
			oneOf("/api/v1/counts?by=day", "/api/v1/counts?by=topic", "/api/v1/counts?by=division",
				"/api/v1/counts?by=unit")},
		{"api: mentions", "monitor", filters("/api/v1/mentions")}, {"api: issues", "monitor",
			filters("/api/v1/issues")}, {"api: cases", "monitor", filters("/api/v1/cases")},
		{"api: a case", "monitor", id("/api/v1/cases/", anyCase)}, {"api: rates", "monitor",
			oneOf("/api/v1/rates", "/api/v1/rates?by=topic")},
	}
}

// ask asks everything over HTTP, one after the other, and prints how long the answers took.
func (p *pagesBench) ask(ctx context.Context, f *filled) error {
	only, err := regexp.Compile(p.only)
	if err != nil {
		return fmt.Errorf("%w: --only is a regular expression: %w", cli.ErrUsage, err)
	}
	handler, err := f.Console()
	if err != nil {
		return err
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	visitors := map[string]*http.Client{"": server.Client()}
	var failed error
	fmt.Fprintf(p.out, "%-26s %9s %9s %9s %9s %9s\n", "milliseconds", "p50", "p95", "max", "cpu", "bytes")
	for _, a := range p.askings(f) {
		if !only.MatchString(a.name) {
			continue
		}
		if visitors[a.as] == nil {
			if visitors[a.as], err = visitor(ctx, server, a.as); err != nil {
				return err
			}
		}
		if err := p.timed(ctx, visitors[a.as], server.URL, a); err != nil { // the others are measured all the same
			failed = errors.Join(failed, err)
			fmt.Fprintf(p.out, "%-26s %v\n", a.name, err)
		}
	}
	n, err := assets(ctx, visitors["monitor"], server.URL)
	if err == nil && n > 0 {
		fmt.Fprintf(p.out, "\nall assets of the desk: %d bytes\n", n)
	}
	return errors.Join(failed, err, p.paint(ctx, server.URL, visitors))
}

// timed asks one route and prints its line.
func (p *pagesBench) timed(ctx context.Context, c *http.Client, base string, a asking) error {
	took, most := make([]time.Duration, p.times), 0
	slowest, where := time.Duration(0), ""
	used := cpuTime()
	for k := range took {
		began := time.Now()
		body, status, err := get(ctx, c, base+a.at(k))
		took[k] = time.Since(began)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("answered %d", status)
		}
		if err != nil {
			return fmt.Errorf("%s (%s): %w", a.name, a.at(k), err)
		}
		if most = max(most, len(body)); took[k] > slowest {
			slowest, where = took[k], a.at(k)
		}
	}
	used = (cpuTime() - used) / time.Duration(len(took)) // of both sides, on however busy a machine
	slices.Sort(took)
	ms := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1)+0.5)]) / float64(time.Millisecond)
	}
	if p.only == "" {
		where = ""
	}
	_, err := fmt.Fprintf(p.out, "%-26s %9.1f %9.1f %9.1f %9.1f %9d %s\n", a.name, ms(0.50),
		ms(0.95), ms(1), float64(used)/float64(time.Millisecond), most, where)
	return err
}

func get(ctx context.Context, c *http.Client, at string) ([]byte, int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, 0, err
	}
	res, err := c.Do(req)
	if err != nil {
		return nil, 0, err
	}
	body, err := io.ReadAll(res.Body)
	return body, res.StatusCode, errors.Join(err, res.Body.Close())
}

// visitor is a browser that took a role of the tour.
func visitor(ctx context.Context, s *httptest.Server, role string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &http.Client{Transport: s.Client().Transport, Jar: jar}
	form := url.Values{"account": {"demo-" + role}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/sign-in/as", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusOK {
		return nil, cmp.Or(err, fmt.Errorf("signing in as %s answered %d", role, res.StatusCode))
	}
	return c, nil
}

var linked = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`)

// assets are the bytes of everything that the desk's page loads.
func assets(ctx context.Context, c *http.Client, base string) (int, error) {
	if c == nil {
		return 0, nil
	}
	page, _, err := get(ctx, c, base+"/desk")
	if err != nil {
		return 0, err
	}
	seen, n := map[string]bool{}, 0
	for _, m := range linked.FindAllSubmatch(page, -1) {
		if at := string(m[1]); !seen[at] {
			seen[at] = true
			body, _, err := get(ctx, c, base+at)
			if err != nil {
				return n, err
			}
			n += len(body)
		}
	}
	return n, nil
}
