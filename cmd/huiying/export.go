package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/spf13/cobra"

	"huiying/console"
	"huiying/opinion"
)

func exportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "export",
		Short: "Write out what persons decided",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return fmt.Errorf("%w: say what to export: corrections", errUsage)
		},
	}
	c.AddCommand(exportCorrectionsCommand())
	return c
}

func exportCorrectionsCommand() *cobra.Command {
	var at address
	var out string
	c := &cobra.Command{
		Use:   "corrections [--out FILE]",
		Short: "Corrected and confirmed topics as training data for 'huiying train'",
		Long: `Writes a JSON line {"id","title","text","label"} for every mention whose topic a person
corrected or confirmed, redacted as it is stored; the label is the topic's id. What was taken
back, and what was forgotten, is left out. 'huiying train' learns from it.`,
		Args: exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			n := 0
			write := func(w io.Writer) error {
				return withOffice(cmd.Context(), at, func(ctx context.Context, o office) (err error) {
					n, err = o.Labels(ctx, w)
					return err
				})
			}
			var err error
			if out == "" {
				err = write(cmd.OutOrStdout())
			} else {
				err = writeWhole(out, write)
			}
			if err == nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "%d labels\n", n)
			}
			return err
		},
	}
	f := c.Flags()
	at.flags(f)
	f.StringVar(&out, "out", "", "file to write (default: standard output)")
	return c
}

// Labels writes what persons said about topics, a line each.
func (c corrector) Labels(ctx context.Context, w io.Writer) (int, error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return c.h.store.Labelled(ctx, func(f opinion.Finding) error {
		return enc.Encode(console.Label{ID: f.ID, Title: f.Title, Text: f.Text, Label: f.Topic.ID})
	})
}

// Labels of a house that this process holds.
func (d desk) Labels(ctx context.Context, w io.Writer) (int, error) {
	return corrector(d).Labels(ctx, w)
}

// Labels of a running server.
func (r remote) Labels(ctx context.Context, w io.Writer) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url("/api/v1/corrections"), nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+r.Key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("the server that holds the data directory does not answer: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the server answers %s", res.Status)
	}
	counted := &lineCounter{}
	_, err = io.Copy(io.MultiWriter(w, counted), res.Body)
	return counted.n, err
}

// lineCounter counts the lines that pass.
type lineCounter struct{ n int }

func (c *lineCounter) Write(p []byte) (int, error) {
	c.n += bytes.Count(p, []byte{'\n'})
	return len(p), nil
}
