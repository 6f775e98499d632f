package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/register"
)

// onCluster is a world whose log is a cluster of three servers.
func onCluster(t *testing.T) world {
	t.Helper()
	servers, login := bustest.Cluster(t)
	dir := t.TempDir()
	w := newWorld(t, fmt.Sprintf("bus: {url: %q, user: %s, password_file: %s, ca_file: %s, replicas: 3}", bustest.URL(servers...), login.User,
		write(t, filepath.Join(dir, "password"), login.Password+"\n"), write(t, filepath.Join(dir, "ca.crt"), string(login.CA))))
	until(t, time.Minute, "the cluster answers", func() bool {
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
		defer stop()
		b, err := bus.Open(ctx, bus.Options{URL: bustest.URL(servers...), Login: login, Replicas: 3})
		if err != nil {
			return false
		}
		_, err = b.StreamNames(ctx)
		return errors.Join(err, b.Close(context.Background())) == nil
	})
	return w
}

// On a NATS cluster, backup and restore do what they do on one machine: the house is the same on another
// cluster, every case and every stream, and a cluster that has streams of huiying already is left as it is.
func TestABackupOfAClusterIsTheSameHouseOnAnother(t *testing.T) {
	w := onCluster(t)
	cfg := w.load(t)
	h, shut := w.houseWith(t, Options{Cfg: cfg, Nats: cfg.Bus.URL, Roles: []Role{RoleAnalyze, RoleRespond}, Log: zap.NewNop()}, nil)
	if _, err := h.Inbox.Publish(t.Context(), toldMentions(t, 1, size(120))); err != nil {
		t.Fatal(err)
	}
	until(t, 2*time.Minute, "the cluster's steps begin", func() bool {
		page, err := h.Store.Cases(t.Context(), register.CaseQuery{Open: true, Size: 10})
		return err == nil && len(page.Items) > 5
	})
	settle(t, h)
	workOn(t, h, 1)
	shut()
	var was state
	w.quietly(t, func(h *App) { was = stateOf(t, h) })
	file := filepath.Join(t.TempDir(), "house.backup")
	if c := huiying(t, w.args("backup", "--to", file)...); c.code != 0 {
		t.Fatalf("backup: %d\n%s", c.code, c.said())
	}
	other := onCluster(t)
	c := huiying(t, other.args("restore", file)...)
	if c.code != 0 || !strings.Contains(c.said(), "accounts.key") {
		t.Fatalf("restore: %d\n%s", c.code, c.said())
	}
	other.quietly(t, func(h *App) { was.sameAs(t, stateOf(t, h)) })
	if c := huiying(t, other.elsewhere(t).args("restore", file)...); c.code != 1 || !strings.Contains(c.said(), "has this stream already") {
		t.Errorf("into a cluster that has streams: %d\n%s", c.code, c.said())
	}
	other.quietly(t, func(h *App) { was.sameAs(t, stateOf(t, h)) })
}
