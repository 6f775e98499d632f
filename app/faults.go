package app

import (
	"errors"
	"io"

	"huiying/analyzers/classify"
	"huiying/analyzers/dispatch"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/words"
)

// Faults are all faults of a configuration that was read, with what reading it said.
func Faults(cfg *configs.Config, err error) (configs.Diagnostics, error) {
	var faults configs.Diagnostics
	if err != nil && !errors.As(err, &faults) {
		return nil, err
	}
	if err == nil {
		if faults = judging.GazetteerFaults(cfg); len(faults) == 0 {
			known, err := judging.Places(cfg)
			if err != nil {
				return nil, err
			}
			faults = judging.PlaceFaults(cfg, known)
		}
		faults = append(faults, CalendarFaults(cfg)...)
		faults = append(faults, cfg.CheckModel(modelLabels)...)
		faults = append(faults, cfg.CheckHistory(func(r io.Reader) error {
			_, err := dispatch.Load(r)
			return modelFault(err)
		})...)
	}
	if cfg != nil {
		faults = append(faults, cfg.CheckParts(Parts())...)
	}
	return faults, nil
}

// modelLabels reads the labels of a model file, and refuses a damaged one.
func modelLabels(r io.Reader) ([]string, error) {
	m, err := classify.Load(r)
	if err != nil {
		return nil, modelFault(err)
	}
	return m.Facts().Labels, nil
}

// modelFault says in words why a file is no model to use.
func modelFault(err error) error {
	const train, learn = "huiying train", "huiying learn"
	for _, x := range []struct {
		is           error
		phrase, made string
	}{
		{classify.ErrNoModel, "fault.model.none", train}, {classify.ErrNewer, "fault.model.newer", train},
		{classify.ErrDamaged, "fault.model.damaged", train},
		{dispatch.ErrNoModel, "fault.model.none", learn}, {dispatch.ErrOlder, "fault.model.older", learn},
		{dispatch.ErrNewer, "fault.model.newer", learn}, {dispatch.ErrDamaged, "fault.model.damaged", learn},
	} {
		if errors.Is(err, x.is) {
			return words.Fault{Phrase: words.Of(x.phrase, x.made)}
		}
	}
	return err
}
