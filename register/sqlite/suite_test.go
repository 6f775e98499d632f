package sqlite

import (
	"path/filepath"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/register/registertest"
)

func TestSuite(t *testing.T) {
	registertest.Run(t, func(t *testing.T, b *bus.Bus) registertest.Register {
		return start(t, b, filepath.Join(t.TempDir(), "register.db"))
	})
}

// What is rare is found by what is asked for, the rest along the order: both give the same list.
func TestListsAlongTheOrder(t *testing.T) {
	b := bustest.Start(t)
	s := start(t, b, filepath.Join(t.TempDir(), "register.db"))
	s.rare, s.manyNamed = 1, 1
	registertest.CaseLists(t, b, s)
}
