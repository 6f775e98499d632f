package backup_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/flowtest"
	"huiying/register"
)

// onCluster is a world whose log is a cluster of three servers.
func onCluster(t *testing.T) flowtest.World {
	t.Helper()
	servers, login := bustest.Cluster(t)
	dir := t.TempDir()
	w := flowtest.NewWorld(t, fmt.Sprintf("bus: {url: %q, user: %s, password_file: %s, ca_file: %s, replicas: 3}", bustest.URL(servers...), login.User,
		flowtest.Write(t, filepath.Join(dir, "password"), login.Password+"\n"),
		flowtest.Write(t, filepath.Join(dir, "ca.crt"), string(login.CA))))
	flowtest.Until(t, "the cluster answers", func() bool {
		ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
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

// On a NATS cluster, backup and restore do what they do on one machine: the data is the same on
// another cluster, every case and every stream, and a cluster that has streams of huiying already
// is left as it is.
func TestABackupOfAClusterIsTheSameHouseOnAnother(t *testing.T) {
	w := onCluster(t)
	cfg := w.Load(t)
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond)
	if _, err := h.Inbox().Publish(t.Context(), flowtest.Mentions(t, 1, flowtest.Size(120))); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "the cluster's steps begin", func() bool {
		page, err := h.Register().Cases(t.Context(), register.CaseQuery{Open: true, Size: 10})
		return err == nil && len(page.Items) > 5
	})
	h.Settled()
	apptest.WorkOn(t, h, 1)
	h.Stop()
	var was apptest.State
	apptest.Quietly(t, w, func(h *app.App) { was = apptest.StateOf(t, h) })
	file := filepath.Join(t.TempDir(), "house.backup")
	if c := flowtest.Run(t, w.Args("backup", "--to", file)...); c.Code != 0 {
		t.Fatalf("backup: %d\n%s", c.Code, c.Said())
	}
	other := onCluster(t)
	c := flowtest.Run(t, other.Args("restore", file)...)
	if c.Code != 0 || !strings.Contains(c.Said(), "accounts.key") {
		t.Fatalf("restore: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) { was.SameAs(t, apptest.StateOf(t, h)) })
	if c := flowtest.Run(t, other.Elsewhere(t).Args("restore", file)...); c.Code != 1 ||
		!strings.Contains(c.Said(), "has this stream already") {
		t.Errorf("into a cluster that has streams: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) { was.SameAs(t, apptest.StateOf(t, h)) })
}
