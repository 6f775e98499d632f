package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/answers"
	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/opinion"
	"huiying/redact"
	"huiying/responders/verify"
)

func judgeAnswerCommand() *cobra.Command {
	var config string
	var emptiest int
	c := &cobra.Command{
		Use:  "judge-answer [FILE|-]",
		Args: oneInput,
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := openInput(cmd, args)
			if err != nil {
				return err
			}
			defer in.Close()
			cfg, err := configs.Load(config)
			if err != nil {
				return err
			}
			table, err := judging.Places(cfg)
			if err != nil {
				return err
			}
			days, err := app.Calendars(cfg)
			if err != nil {
				return err
			}
			if emptiest < 0 {
				return wrongUse("number", "--emptiest", 0, 1_000_000)
			}
			return judgeAnswers(cmd.Context(), answers.NewJudge(days, table), in, cmd.OutOrStdout(), emptiest)
		},
	}
	c.Flags().StringVar(&config, "config", "", "")
	c.Flags().IntVar(&emptiest, "emptiest", 0, "")
	return c
}

// answered is one line of judge-answer (DESIGN section 5).
type answered struct {
	ID         string           `json:"id,omitempty"`
	Line       int              `json:"line,omitempty"` // of a record without an id
	About      float64          `json:"about"`
	FormLetter float64          `json:"form_letter"`
	Promises   []verify.Promise `json:"promises"`
	Reasons    []string         `json:"reasons"`
	Redactions map[string]int   `json:"redactions,omitempty"`
	Dropped    map[string]int   `json:"dropped,omitempty"` // person keys of the line that were dropped
}

const (
	answersAtOnce = 2048  // pairs of a window, whose answers are all compared
	answersKnown  = 65536 // answers that later windows are compared with
)

func judgeAnswers(ctx context.Context, j *verify.Judge, in io.Reader, out io.Writer, emptiest int) error {
	buffered := bufio.NewWriterSize(out, 1<<16)
	w := &answerWindow{judge: j, known: verify.NewAlike(), enc: json.NewEncoder(buffered), most: emptiest}
	w.enc.SetEscapeHTML(false)
	for rec := range intake.ReadAnswered(in, intake.Options{Source: "judge-answer",
		Kind: opinion.KindOther, Now: time.Now}) {
		w.records = append(w.records, rec)
		if len(w.records) < answersAtOnce {
			continue
		}
		if err := errors.Join(w.write(), ctx.Err()); err != nil {
			return err
		}
	}
	if err := errors.Join(w.write(), w.writeEmptiest(), buffered.Flush(), ctx.Err()); err != nil {
		return err
	}
	return sayFaults(w.faults)
}

// answerWindow holds the pairs that are judged together.
type answerWindow struct {
	judge   *verify.Judge
	known   *verify.Alike
	enc     *json.Encoder
	records []intake.Answered
	faults  int

	most  int // of the emptiest answers are asked for, and nothing else; 0: each line
	empty []verify.Empty
}

// write judges the window, writes its lines in the order of the input, and empties it.
func (w *answerWindow) write() error {
	pairs, redactions := make([]verify.Pair, len(w.records)), make([]map[string]int, len(w.records))
	errs := make([]error, len(w.records))
	judging.AtOnce(0, len(w.records), func(i int) {
		pairs[i], redactions[i], errs[i] = pairOf(w.records[i])
	})
	if w.known.Len() > answersKnown {
		w.known = verify.NewAlike()
	}
	good, at := make([]verify.Pair, 0, len(pairs)), make([]int, 0, len(pairs))
	for i, p := range pairs {
		if errs[i] == nil {
			good, at = append(good, p), append(at, i)
		}
	}
	lines := make([]any, len(pairs))
	for k, v := range w.judge.Batch(w.known, good, func(n int, do func(int)) { judging.AtOnce(0, n, do) }) {
		if w.most > 0 {
			e := verify.Emptiness(good[k], v)
			if e.FormLetter = rounded(e.FormLetter); e.ID == "" {
				e.Line = w.records[at[k]].Line
			}
			w.empty = append(w.empty, e)
			continue
		}
		lines[at[k]] = answerLine(v, w.records[at[k]], good[k], redactions[at[k]])
	}
	for i, rec := range w.records {
		if errs[i] != nil {
			w.faults++
			lines[i] = lineError{ID: shownRef(rec.Draft), Line: rec.Line, Error: errs[i].Error()}
		}
		if lines[i] == nil {
			continue
		}
		if err := w.enc.Encode(lines[i]); err != nil {
			return err
		}
	}
	w.records = w.records[:0]
	w.empty = verify.Emptiest(w.empty, w.most)
	return nil
}

// writeEmptiest writes the emptiest answers of all windows.
func (w *answerWindow) writeEmptiest() error {
	for _, e := range w.empty {
		if err := w.enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}

// pairOf redacts a question and its answer.
func pairOf(rec intake.Answered) (verify.Pair, map[string]int, error) {
	if rec.Err != nil {
		return verify.Pair{}, nil, rec.Err
	}
	m, err := opinion.NewMention(rec.Draft)
	if err != nil {
		return verify.Pair{}, nil, err
	}
	if len(rec.Reply) > opinion.MaxTextBytes {
		return verify.Pair{}, nil, fmt.Errorf("reply: it exceeds %d bytes", opinion.MaxTextBytes)
	}
	reply, counts := redact.Text(opinion.CleanText(rec.Reply))
	for k, n := range m.Redactions {
		if counts == nil {
			counts = map[string]int{}
		}
		counts[k] += n
	}
	return verify.Pair{ID: m.Ref, Title: m.Title, Text: m.Text, Reply: reply, RepliedAt: rec.RepliedAt}, counts, nil
}

func answerLine(v verify.Judgement, rec intake.Answered, p verify.Pair, redactions map[string]int) answered {
	out := answered{ID: p.ID, About: rounded(v.About), FormLetter: rounded(v.FormLetter), Reasons: v.Reasons(),
		Promises: append([]verify.Promise{}, v.Promises...), Redactions: redactions, Dropped: rec.Dropped}
	if out.ID == "" {
		out.Line = rec.Line
	}
	return out
}

func rounded(x float64) float64 { return math.Round(x*1e5) / 1e5 }
