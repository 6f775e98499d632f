package judging

import (
	"fmt"
	"io"

	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/words"
)

// Places are the divisions to judge over: the whole country unless the configuration brings
// tables of its own, with the configured gazetteers.
func Places(cfg *configs.Config) (*territory.Table, error) {
	own, err := cfg.OwnTables()
	if err != nil {
		return nil, err
	}
	sites, err := Sites(cfg)
	switch {
	case err != nil:
		return nil, err
	case len(own) > 0:
		return territory.LoadWith(sites, own...)
	case len(sites) == 0:
		return territory.National()
	}
	return territory.NationalWith(sites)
}

// Sites are the roads, compounds, schools … of the configured gazetteers.
func Sites(cfg *configs.Config) ([]territory.Site, error) {
	files, err := cfg.OwnGazetteers()
	if err != nil {
		return nil, err
	}
	var out []territory.Site
	for i, f := range files {
		sites, err := territory.ReadGazetteer(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cfg.Places.Gazetteer[i], err)
		}
		out = append(out, sites...)
	}
	return out, nil
}

// GazetteerFaults are what is wrong with the gazetteers of a configuration, whatever divisions there are.
func GazetteerFaults(cfg *configs.Config) configs.Diagnostics {
	return cfg.CheckGazetteers(func(r io.Reader) error {
		_, err := territory.ReadGazetteer(r)
		return err
	})
}

// PlaceFaults are the faults of a configuration that only a table of places tells.
func PlaceFaults(cfg *configs.Config, known *territory.Table) configs.Diagnostics {
	faults := cfg.CheckPlaces(known)
	return append(faults, cfg.CheckGazetteers(func(r io.Reader) error {
		sites, err := territory.ReadGazetteer(r)
		if err != nil {
			return err
		}
		for _, s := range sites {
			if _, ok := known.Division(s.Code); !ok && s.Kind != territory.Blocked {
				return words.Fault{Phrase: words.Of("fault.gazetteer.division", s.Line, s.Name, s.Code)}
			}
		}
		return nil
	})...)
}
