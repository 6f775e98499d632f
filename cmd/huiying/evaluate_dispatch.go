package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"huiying/analyzers/dispatch"
	"huiying/app/judging"
)

// dispatchReport is how the orders of each unit fared.
type dispatchReport struct {
	First float64               `json:"first"`
	Three float64               `json:"three"`
	ECE   float64               `json:"ece"`
	Units []dispatch.UnitFigure `json:"units"`
}

// evaluateDispatch proposes units for past orders and compares them with those that handled them. Of
// an order it reads text, home and nothing that was noted afterwards: no category and no district.
func (o evaluateOptions) evaluateDispatch(ctx context.Context, j *judging.Judges, file string) (figures, error) {
	model, err := loadDispatch(o.dispatch)
	if err != nil {
		return figures{}, err
	}
	past, err := readPast(ctx, j, []string{file}, o.home, o.columns, io.Discard)
	if err != nil {
		return figures{}, err
	}
	var f figures
	var sure dispatch.Calibration
	by := map[string]*dispatch.UnitFigure{}
	of := func(unit string) *dispatch.UnitFigure {
		if by[unit] == nil {
			by[unit] = &dispatch.UnitFigure{Unit: unit}
		}
		return by[unit]
	}
	three := 0
	for i, order := range past.orders {
		if order.Returned {
			continue // it says whose it is not
		}
		got := model.Propose(order.Reading)
		at := slices.IndexFunc(got, func(p dispatch.Proposal) bool { return p.Unit == order.Unit })
		f.add(order.Unit, at == 0)
		u := of(order.Unit)
		u.Orders++
		if at >= 0 {
			three++
			u.Three++
		}
		if at == 0 {
			u.First++
		}
		m := miss{Kind: order.Unit, ID: past.ids[i], Got: "nothing", Want: order.Unit}
		if len(got) > 0 {
			sure.Add(got[0].Confidence, at == 0)
			of(got[0].Unit).Said++
			m.Got, m.Evidence = fmt.Sprintf("%s %.2f", got[0].Unit, got[0].Confidence), got[0].Words
		}
		if at != 0 {
			f.Misses = append(f.Misses, m)
		}
	}
	n := f.Total.Cases
	rep := &dispatchReport{First: share(f.Total.Right, n), Three: share(three, n), ECE: sure.ECE()}
	for _, u := range by {
		rep.Units = append(rep.Units, *u)
	}
	slices.SortFunc(rep.Units, dispatch.UnitFigure.Compare)
	f.Detail = rep
	f.Extra = map[string]any{"first": fmt.Sprintf("%.3f", rep.First), "among three": fmt.Sprintf("%.3f", rep.Three),
		"calibration error": fmt.Sprintf("%.3f", rep.ECE)}
	return f, nil
}

func loadDispatch(file string) (*dispatch.Model, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := dispatch.Load(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

func (r *dispatchReport) print(w io.Writer, _ int) {
	fmt.Fprintf(w, "%s %6s %6s %11s %9s\n", pad("unit", 38), "orders", "first", "among three", "precision")
	for _, u := range r.Units {
		if u.Orders > 0 {
			fmt.Fprintf(w, "%s %6d %6.3f %11.3f %9.3f\n", pad(u.Unit, 38), u.Orders, share(u.First, u.Orders),
				share(u.Three, u.Orders), share(u.First, u.Said))
		}
	}
}
