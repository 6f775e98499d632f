package kit_test

import (
	"errors"
	"fmt"
	"testing"

	"huiying/console/kit"
	"huiying/register"
)

// Whoever asks a register that is built again is told so, and to ask later: it is no fault of ours.
func TestARegisterThatIsBuiltAgainIsAwayForAWhile(t *testing.T) {
	err := kit.OfRegister(fmt.Errorf("cases: %w", register.ErrDamaged))
	var e *kit.Error
	if !errors.As(err, &e) || e.Kind != kit.Unavailable || e.Code != "register_rebuilt" || !errors.Is(err, register.ErrDamaged) {
		t.Errorf("%#v", err)
	}
}
