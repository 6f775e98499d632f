package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"huiying/configs"
	"huiying/console/api"
	"huiying/console/facts"
	"huiying/internal/cli"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
)

// Office is what maintenance commands ask of a data directory, whether they hold it
// themselves or a running server does.
type Office interface {
	Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error)
	Replay(ctx context.Context, seq uint64) error
	Drop(ctx context.Context, seq uint64) error
	Purge(ctx context.Context, what facts.Purge) (facts.Purged, error)
	Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error)
	Case(ctx context.Context, id string) (facts.CaseFile, error)
	Rules(ctx context.Context) ([]register.DispatchRule, error)
	Labels(ctx context.Context, w io.Writer) (int, error)
	ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error)
	ExportItems(ctx context.Context, name string, q facts.ItemQuery) ([]byte, error)
	// ItemsToInspect and InspectItems go together: some at a time, so that the work shows.
	ItemsToInspect(ctx context.Context, q facts.ItemQuery) ([]string, error)
	InspectItems(ctx context.Context, ids []string) (opinion.ItemReport, error)
	Guides(ctx context.Context, ids []string) ([]facts.Guide, error)
	CompareNames(ctx context.Context, t facts.ItemTable) (facts.ItemNames, error)
	Accounts(ctx context.Context) ([]api.AccountRow, error)
	DoAccount(ctx context.Context, do api.AccountDo) (api.AccountDone, error)
}

// Address is where a maintenance command finds the data: flags that all of them have.
type Address struct {
	Data, Config string
	// Begins: the command may be the first to write into an empty directory. Without it an empty
	// directory is refused and stays empty, for asking must not leave files behind.
	Begins bool
}

// open loads the configuration and says which directory holds the data.
func (a Address) open() (*configs.Config, string, error) {
	cfg, err := configs.Load(a.Config)
	if err != nil {
		return nil, "", err
	}
	dir := cmp.Or(a.Data, cfg.Data)
	// A server that is starting holds the lock before there is a log: hold tells then.
	if _, err := os.Stat(filepath.Join(dir, "lock")); errors.Is(err, os.ErrNotExist) && a.lacks(cfg, dir) {
		return nil, "", noData(dir)
	}
	return cfg, dir, errors.Join(finishing(dir), unfinished(dir))
}

// hold is Hold for a command that needs data in the directory.
func (a Address) hold(cfg *configs.Config, dir string) (release func(), err error) {
	release, err = Hold(dir)
	if err == nil && a.lacks(cfg, dir) {
		release()
		return nil, noData(dir)
	}
	return release, err
}

// lacks says that the directory has no log, and that the command needs one.
func (a Address) lacks(cfg *configs.Config, dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "log"))
	return !a.Begins && cfg.Bus.URL == "" && errors.Is(err, os.ErrNotExist)
}

func noData(dir string) error {
	return fmt.Errorf("%s holds no data; --data names the directory in which a server has worked", dir)
}

// WithOffice opens the data directory, or finds the server that holds it, and lets do work.
func WithOffice(ctx context.Context, a Address, do func(context.Context, Office) error) error {
	cfg, dir, err := a.open()
	if err != nil {
		return err
	}
	release, err := a.hold(cfg, dir)
	if errors.Is(err, ErrInUse) {
		r, err := FindRunning(dir)
		if err != nil {
			return err
		}
		return do(ctx, remote{r})
	}
	if err != nil {
		return err
	}
	defer release()
	return WithApp(ctx, cfg, dir, func(h *App) error { return do(ctx, officeHere{h}) })
}

// Alone takes the data directory for itself, opens an App on it, and lets do work: for commands
// that a running server must not disturb.
func Alone(ctx context.Context, a Address, do func(cfg *configs.Config, dir string) error) error {
	cfg, dir, err := a.open()
	if err != nil {
		return err
	}
	release, err := a.hold(cfg, dir)
	if err != nil {
		return err
	}
	defer release()
	return do(cfg, dir)
}

// WithApp opens an App over a directory that the caller holds, lets its register catch
// up with the log, and lets do work. No step runs.
func WithApp(ctx context.Context, cfg *configs.Config, dir string, do func(*App) error) error {
	log, err := cli.NewLog("warn")
	if err != nil {
		return err
	}
	h, err := open(ctx, Options{Cfg: cfg, Dir: dir, Nats: cfg.Bus.URL, Log: log, Now: time.Now})
	if err != nil {
		return err
	}
	work, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- h.register.Run(work) }()
	err = h.CaughtUp(ctx)
	if err == nil {
		err = do(h)
	}
	stop()
	if e := <-done; e != nil && !errors.Is(e, context.Canceled) && !errors.Is(err, e) { // who waited for it has said it
		err = errors.Join(err, e)
	}
	return errors.Join(err, h.Close())
}

// remote is an office behind a running server's JSON API.
type remote struct{ running }

func (r remote) Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error) {
	var out []facts.DeadLetter
	return out, r.call(ctx, http.MethodGet, fmt.Sprintf("/api/v1/dead?size=%d", limit), nil, &out)
}

func (r remote) Replay(ctx context.Context, seq uint64) error {
	return r.call(ctx, http.MethodPost, fmt.Sprintf("/api/v1/dead/%d/replay", seq), nil, nil)
}

func (r remote) Drop(ctx context.Context, seq uint64) error {
	return r.call(ctx, http.MethodPost, fmt.Sprintf("/api/v1/dead/%d/drop", seq), nil, nil)
}

func (r remote) Purge(ctx context.Context, what facts.Purge) (facts.Purged, error) {
	var out facts.Purged
	return out, r.call(ctx, http.MethodPost, "/api/v1/purge", what, &out)
}

func (r remote) Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error) {
	var out pagedata.Briefing
	return out, r.call(ctx, http.MethodGet,
		"/api/v1/briefings/"+url.PathEscape(day.Format(time.DateOnly))+"?"+url.Values{"period": {period}, "division": {division}}.Encode(), nil, &out)
}

func (r remote) Case(ctx context.Context, id string) (facts.CaseFile, error) {
	var out facts.CaseFile
	return out, r.call(ctx, http.MethodGet, "/api/v1/cases/"+url.PathEscape(id), nil, &out)
}

// refusedCall is a problem document of the running server.
type refusedCall struct {
	status int
	code   string
	words  string
}

func (r *refusedCall) Error() string { return r.words }

// call asks the running server. A problem document becomes an error with its own words.
func (r remote) call(ctx context.Context, method, path string, body, into any) error {
	data, err := r.file(ctx, method, path, body)
	if err != nil || into == nil || len(data) == 0 {
		return err
	}
	return json.Unmarshal(data, into)
}

// file is the answer of the running server as it is.
func (r remote) file(ctx context.Context, method, path string, body any) ([]byte, error) {
	var payload io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, r.url(path), payload)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+r.Key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("the server that holds the data directory does not answer: %w", err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, 64<<20))
	if err != nil {
		return nil, err
	}
	if res.StatusCode >= 300 {
		var problem struct{ Code, Title, Detail string }
		if json.Unmarshal(data, &problem) == nil && problem.Detail+problem.Title != "" {
			return nil, &refusedCall{res.StatusCode, problem.Code,
				"the server says: " + problem.Title + " " + problem.Detail}
		}
		return nil, fmt.Errorf("the server answers %s", res.Status)
	}
	return data, nil
}

// Rules lists the rules of dispatch of a data directory that this process holds.
func (d officeHere) Rules(ctx context.Context) ([]register.DispatchRule, error) {
	return d.h.register.Rules(ctx)
}

// Rules lists those of a running server.
func (r remote) Rules(ctx context.Context) ([]register.DispatchRule, error) {
	var out []register.DispatchRule
	return out, r.call(ctx, http.MethodGet, "/api/v1/rules", nil, &out)
}
