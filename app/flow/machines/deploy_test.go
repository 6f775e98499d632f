package machines_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/configs"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

func TestShippedConfigurationForManyMachines(t *testing.T) {
	cfg, err := configs.Load("../../../deploy/config")
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Bus.Replicas != 3 || strings.Count(cfg.Bus.URL, "tls://") != 3 ||
		len(cfg.Index.Elastic.URLs()) != 3 || cfg.Observe.Listen == "" {
		t.Errorf("%+v %+v %+v", cfg.Bus, cfg.Index, cfg.Observe)
	}
}

// Roles apart, two processes of each, against three NATS servers with the shipped settings; one
// analyzer goes in the middle. Every mention is judged, every case is opened once.
func TestRolesApartOnTheShippedCluster(t *testing.T) {
	servers, login := bustest.Cluster(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	cfg.Bus = configs.Bus{URL: bustest.URL(servers...), User: login.User, Replicas: 3,
		PasswordFile: flowtest.Write(t, filepath.Join(t.TempDir(), "password"), login.Password+"\n"),
		CAFile:       flowtest.Write(t, filepath.Join(t.TempDir(), "ca.crt"), string(login.CA))}
	process := func(name string, roles ...app.Role) *apptest.Running {
		own := flowtest.World{Config: w.Config, Data: filepath.Join(w.Data, name)}
		return apptest.Open(t, own, cfg, roles...)
	}
	flowtest.Until(t, "the cluster answers", func() bool {
		ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
		defer stop()
		b, err := bus.Open(ctx, bus.Options{URL: cfg.Bus.URL, Login: login, Replicas: 3})
		if err != nil {
			return false
		}
		return errors.Join(b.EnsureStreams(ctx, bus.Streams(cfg.Retention)), b.Close(context.Background())) == nil
	})
	going := process("analyze-0", app.RoleAnalyze)
	process("analyze-1", app.RoleAnalyze)
	process("respond-0", app.RoleRespond)
	process("respond-1", app.RoleRespond)
	h := process("console-0", app.RoleConsole)

	const n = 200
	if _, err := h.Inbox().Publish(t.Context(), flowtest.Mentions(t, 1, n/2)); err != nil {
		t.Fatal(err)
	}
	going.Stop()
	var half []opinion.Mention
	for _, r := range flowtest.Told(2, n/2) {
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Ref: "second-" + r.ID,
			Kind: opinion.KindBoard, Title: r.Title, Text: r.Text, CollectedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		half = append(half, m)
	}
	if _, err := h.Inbox().Publish(t.Context(), half); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	flowtest.Until(t, "all is judged and considered", func() bool {
		_, err := h.Bus().Read(t.Context(), "FINDINGS", "", 1, func(m bus.Msg) error {
			var f opinion.Finding
			if err := json.Unmarshal(m.Data, &f); err != nil {
				return err
			}
			found[f.ID] = true
			return nil
		})
		waits, e := h.Bus().Pending(t.Context(), "FINDINGS", "respond")
		return err == nil && e == nil && len(found) == n && waits == 0
	})
	apptest.CaughtUp(t, h.App)
	issues, told, read := map[string]string{}, map[string]string{}, uint64(0)
	further := map[string]bool{} // cases of a further matter of a mention, which is in its first one's too
	t.Cleanup(func() {
		for id := range found {
			if told[id] == "" {
				t.Logf("mention %s is in no case", id)
			}
		}
	})
	// A server that is behind may have said too early that nothing waits.
	flowtest.Until(t, "every mention is in a case", func() bool {
		last, err := h.Bus().Read(t.Context(), "CASES", "", read+1, func(m bus.Msg) error {
			var e opinion.Event
			if err := json.Unmarshal(m.Data, &e); err != nil {
				return err
			}
			if e.Issue != "" {
				if other := issues[e.Issue]; other != "" && other != e.Case {
					t.Errorf("issue %s has the cases %s and %s", e.Issue, other, e.Case)
				}
				issues[e.Issue] = e.Case
			}
			if e.Part {
				further[e.Case] = true
			}
			if e.Mention != "" && !further[e.Case] && (e.Type == opinion.MoveOpen || e.Type == opinion.MoveJoin) {
				if told[e.Mention] != "" {
					t.Errorf("mention %s counts twice, in %s and %s", e.Mention, told[e.Mention], e.Case)
				}
				told[e.Mention] = e.Case
			}
			return nil
		})
		read = last
		return err == nil && len(told) == n
	})
	if dead, err := h.Bus().DeadLetters().Count(t.Context()); err != nil || dead != 0 {
		t.Errorf("%d dead letters (%v)", dead, err)
	}
	stats, err := h.Register().Cases(t.Context(), register.CaseQuery{Size: 1})
	if err != nil || stats.Total == 0 {
		t.Errorf("the console's own register has %d cases (%v)", stats.Total, err)
	}
}
