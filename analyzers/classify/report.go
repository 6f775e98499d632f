package classify

import (
	"fmt"
	"html"
	"io"
	"strings"
	"time"
)

// Markdown writes the report for people. took is the time that training took; it stands
// here and not in the model, so that the same data always makes the same model.
func (r *Report) Markdown(w io.Writer, took time.Duration) error {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p("# Topic model (领域分类模型)\n")
	p("All figures are of %d-fold cross-validation: each message was judged by a model that had seen neither it nor a copy of it.\n", r.Folds)
	p("| | |\n| --- | --- |")
	p("| macro F1 | %.4f |", r.MacroF1)
	p("| accuracy | %.4f |", r.Accuracy)
	p("| error of the confidence (ECE) | %.3f |", r.ECE)
	p("| messages, independent ones | %d, %d |", r.Examples, r.Groups)
	p("| labels | %d |", len(r.Labels))
	p("| characters and pairs with a weight; dropped as too rare | %d; %d |", r.Features, r.Dropped)
	p("| SHA-256 of the redacted messages | `%s` |", r.Data)
	if !r.At.IsZero() {
		p("| training time | %s |", r.At.Format(time.RFC3339))
	}
	p("| training and measuring took | %.1f s |", took.Seconds())

	p("\n## Labels\n\n| label | messages | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: |")
	for _, c := range r.Classes {
		p("| %s | %d | %.3f | %.3f | %.3f |", cell(c.Label), c.Messages, c.Precision, c.Recall, c.F1)
	}
	p("\n## When texts below a confidence go to a person\n\n| confidence | answered | right of those |\n| ---: | ---: | ---: |")
	for _, t := range r.Thresholds {
		p("| %.2f | %.3f | %.3f |", t.Below, t.Answered, t.Right)
	}
	p("\n## What is taken for what\n\n![confusion](confusion.svg)\n\nRows: label; columns: the model's answer.\n")
	row := func(first string, rest []string) { p("| %s | %s |", first, strings.Join(rest, " | ")) }
	names, rules := make([]string, len(r.Labels)), make([]string, len(r.Labels))
	for i, l := range r.Labels {
		names[i], rules[i] = cell(l), "---:"
	}
	row("", names)
	row("---", rules)
	for i, counts := range r.Confusion {
		cells := make([]string, len(counts))
		for j, n := range counts {
			cells[j] = fmt.Sprint(n)
		}
		row(names[i], cells)
	}
	p("\n## What weighs most for each label\n")
	for _, c := range r.Classes {
		p("- **%s**: %s", cell(c.Label), cell(strings.Join(c.Heaviest, " ")))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cell keeps a label from breaking a table.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "\r", " ").Replace(s)
}

// Picture draws the confusion matrix as SVG, each row's colours by its shares. It is drawn
// here because the chart library measures texts by fonts that lack Chinese characters; the
// viewer of an SVG has them.
func (r *Report) Picture(w io.Writer) error {
	const side, left, top = 64, 190, 110
	n := len(r.Labels)
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	width, height := left+n*side+20, top+n*side+40
	p(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif" font-size="13" role="img">`, width, height, width, height)
	p(`<title>Confusion matrix: rows are labels, columns the model's answers</title>`)
	p(`<rect width="100%%" height="100%%" fill="#fff"/>`)
	for i, label := range r.Labels {
		at := i*side + side/2
		p(`<text x="%d" y="%d" text-anchor="end" dominant-baseline="middle">%s</text>`, left-8, top+at, short(label))
		p(`<text transform="translate(%d %d) rotate(-35)">%s</text>`, left+at-4, top-8, short(label))
		sum := 0
		for _, c := range r.Confusion[i] {
			sum += c
		}
		for j, c := range r.Confusion[i] {
			share, ink := ratio(c, sum), "#111"
			if i == j && share > 0.5 || i != j && share > 0.1 {
				ink = "#fff"
			}
			x, y := left+j*side, top+i*side
			p(`<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="#fff"><title>%s → %s: %d (%.1f %%)</title></rect>`,
				x, y, side, side, shade(share, i == j), short(label), short(r.Labels[j]), c, 100*share)
			p(`<text x="%d" y="%d" text-anchor="middle" dominant-baseline="middle" fill="%s">%d</text>`, x+side/2, y+side/2, ink, c)
		}
	}
	p(`<text x="%d" y="%d" fill="#555">macro F1 %.3f · accuracy %.3f · %d messages</text>`, left, top+n*side+26, r.MacroF1, r.Accuracy, r.Examples)
	p(`</svg>`)
	_, err := io.WriteString(w, b.String())
	return err
}

// shade is blue for what is right and red for what is not; errors are drawn five times as
// strong, or nobody would see them beside the diagonal.
func shade(share float64, right bool) string {
	if right {
		return mix(share, 0x1f, 0x4e, 0x8c)
	}
	return mix(min(share*5, 1), 0xc8, 0x3e, 0x32)
}

func mix(share float64, r, g, b int) string {
	part := func(c int) int { return 247 + int(share*float64(c-247)) }
	return fmt.Sprintf("#%02x%02x%02x", part(r), part(g), part(b))
}

// short is a label that fits beside the matrix.
func short(label string) string {
	if rs := []rune(label); len(rs) > 13 {
		label = string(rs[:12]) + "…"
	}
	return html.EscapeString(label)
}
