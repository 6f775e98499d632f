package apptest

import (
	"net/http"
	"os"
	"testing"
	"time"

	"huiying/app"
	"huiying/configs"
	"huiying/internal/flowtest"
)

// Open starts an App in this process over a world. Without roles nothing works but the register.
func Open(t testing.TB, w flowtest.World, cfg *configs.Config, roles ...app.Role) *Running {
	t.Helper()
	return Start(t, cfg, In(w.Data), Roles(roles...))
}

// Serve starts a server in a process of its own, on a free port, and waits until it is ready.
// Requests of http.DefaultClient to it are signed in.
func Serve(t testing.TB, w flowtest.World, more ...string) (p *flowtest.Process, base string) {
	t.Helper()
	p = flowtest.Start(t, append(w.Args("serve", "--listen", "127.0.0.1:0"), more...)...)
	flowtest.Until(t, "the server is ready", func() bool {
		if p.Over() {
			t.Fatalf("the server ended with %d\n%s", p.Code, p.Said())
		}
		r, err := app.FindRunning(w.Data)
		if err != nil {
			return false
		}
		base = "http://" + r.Address
		flowtest.SignIn(r.Address, r.Key)
		res, err := http.Get(base + "/readyz")
		if err != nil {
			return false
		}
		_ = res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	return p, base
}

// Announced waits until commands find the server that works on a world.
func Announced(t testing.TB, w flowtest.World) {
	t.Helper()
	flowtest.Until(t, "commands find the server", func() bool {
		_, err := app.FindRunning(w.Data)
		return err == nil
	})
}

// Interrupt presses Ctrl-C and waits for the end, which comes soon.
func Interrupt(t testing.TB, p *flowtest.Process) {
	t.Helper()
	begun := time.Now()
	if err := p.Cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	code := p.Wait(flowtest.Patience)
	took := time.Since(begun)
	if code != 0 {
		t.Errorf("after Ctrl-C it ended with %d\n%s", code, p.Said())
	}
	if took > flowtest.StopWithin {
		t.Errorf("after Ctrl-C it took %v to end, allowed are %v\n%s", took, flowtest.StopWithin, p.Said())
	}
	t.Logf("ended %v after Ctrl-C", took.Round(time.Millisecond))
}

// Quietly opens a world in which nothing works but the register.
func Quietly(t testing.TB, w flowtest.World, do func(a *app.App)) {
	t.Helper()
	release, err := app.Hold(w.Data)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if err := app.WithApp(t.Context(), w.Load(t), w.Data, func(a *app.App) error { do(a); return nil }); err != nil {
		t.Fatal(err)
	}
}
