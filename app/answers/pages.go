package answers

import (
	"context"
	"time"

	"huiying/fetch"
)

// PageText gets a published page's decoded source as a reader would, for verification.
func PageText(client *fetch.Client) func(ctx context.Context, url string) (string, error) {
	return func(ctx context.Context, url string) (string, error) {
		wait, stop := context.WithTimeout(ctx, 20*time.Second)
		defer stop()
		page, err := client.Get(wait, fetch.Request{URL: url})
		return page.Text, err
	}
}
