package bus

import (
	"context"
	"fmt"
)

// ask puts one question to the log. It has answerWithin, however much time the caller has, and its error
// names what was asked. Every question goes through it: a log that is ill must hold up nobody in silence.
func ask[T any](ctx context.Context, b *Bus, what string, question func(context.Context) (T, error)) (T, error) {
	ctx, stop := context.WithTimeout(ctx, b.within)
	defer stop()
	answer, err := question(ctx)
	if err != nil {
		err = fmt.Errorf("%s: %w", what, b.explain(err))
	}
	return answer, err
}

// tell is ask where the answer says nothing but that it was done.
func tell(ctx context.Context, b *Bus, what string, question func(context.Context) error) error {
	_, err := ask(ctx, b, what, func(ctx context.Context) (struct{}, error) { return struct{}{}, question(ctx) })
	return err
}
