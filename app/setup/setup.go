// Package setup serves the first page of a console without a configuration, until somebody of the office
// has said what it is for: then it has written the configuration, and hands its address on to the
// process that begins.
package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"go.uber.org/zap"

	"huiying/configs"
	"huiying/console/accounts"
	"huiying/console/setup"
	"huiying/words"
)

// Options say what is to be set up.
type Options struct {
	Dir              string    // of the configuration, empty
	Listen           string    // where the console will be
	Say              io.Writer // is told the one-time password
	Lang             string    // of what is told
	Product, Version string
	Log              *zap.Logger

	// Check says everything that is wrong with a configuration that was read.
	Check func(cfg *configs.Config, err error) (configs.Diagnostics, error)
}

// First is the first administrator, with the password that they chose.
type First struct{ ID, Name, Password string }

// Setup is the set-up at work.
type Setup struct {
	listener *net.TCPListener
	server   *http.Server
	ended    chan error
	made     chan Made
}

// Made is what the set-up ends with.
type Made struct {
	Config *configs.Config
	First  First
}

// Needed says whether a directory is there and empty: then the console begins with the set-up.
func Needed(dir string) (bool, error) {
	if dir == "" {
		return false, nil
	}
	list, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) { // the check says so
		return false, nil
	}
	return err == nil && len(list) == 0, err
}

// Open listens, and says with which one-time password the set-up can be begun. Close it in any case.
func Open(o Options) (*Setup, error) {
	l, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, err
	}
	s := &Setup{listener: l.(*net.TCPListener), ended: make(chan error, 1), made: make(chan Made, 1)}
	m, err := newMaker(o, s.made)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	word := accounts.OneTimePassword()
	pages, err := setup.New(setup.Deps{Maker: m, Word: word, Product: o.Product, Version: o.Version, Now: time.Now,
		Failed: func(route string, err error) {
			o.Log.Error("request failed", zap.String("route", route), zap.Error(err))
		}})
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	s.server = &http.Server{Handler: pages, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute}
	go func() { s.ended <- s.server.Serve(lent{s.listener}) }()
	fmt.Fprint(o.Say, words.Say(o.Lang, "setup.told", l.Addr(), word))
	return s, nil
}

// Wait waits until everything is said and written.
func (s *Setup) Wait(ctx context.Context) (Made, error) {
	select {
	case m := <-s.made:
		return m, nil
	case err := <-s.ended:
		return Made{}, err
	case <-ctx.Done():
		return Made{}, ctx.Err()
	}
}

// Addr is where the pages are.
func (s *Setup) Addr() string { return s.listener.Addr().String() }

// Listener is the address, for the process that begins. It is that process's to close; who asks
// meanwhile is answered by the set-up, which waits.
func (s *Setup) Listener() net.Listener { return s.listener }

// Leave ends the pages and leaves the address open: who asks next waits for the process that has it.
func (s *Setup) Leave() error {
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Second)
	defer stop()
	err := s.server.Shutdown(ctx)
	if err != nil {
		err = s.server.Close() // a reader that does not go is not waited for
	}
	return errors.Join(err, s.listener.SetDeadline(time.Time{}))
}

// Close ends the pages and the address.
func (s *Setup) Close() error { return errors.Join(s.server.Close(), closed(s.listener.Close())) }

func closed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// lent is an address that is not the server's to close: it only stops to wait for whoever asks.
type lent struct{ *net.TCPListener }

// Close lets Accept end.
func (l lent) Close() error { return closed(l.SetDeadline(time.Unix(1, 0))) }
