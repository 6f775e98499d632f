package facts

import (
	"context"

	"huiying/register"
)

// BalanceBook tells what became of everything that was received (对账). A register is one.
type BalanceBook interface {
	Balance(ctx context.Context, q register.BalanceQuery) ([]register.Entry, error)
}
