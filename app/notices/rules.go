package notices

import (
	"time"

	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/notify"
)

// rulesOf are those of the configuration as decisions want them.
func rulesOf(cfg *configs.Config, working func(time.Time) bool) (notify.Rules, error) {
	units := map[string]opinion.Unit{}
	for _, u := range cfg.Units {
		units[u.ID] = u
	}
	out := notify.Rules{Superior: func(id string) string { return units[id].Superior }}
	for _, t := range cfg.Notify.Tell {
		r := notify.Rule{Unit: t.Unit, Role: t.Role, Channels: t.Channels,
			When: notify.DeliveryHours{Zone: cfg.Notify.Location()}}
		for _, k := range t.Kinds {
			r.Kinds = append(r.Kinds, notify.Kind(k))
		}
		var err error
		if t.Quiet != "" {
			r.When.Quiet = true
			if r.When.From, r.When.To, err = notify.ParseQuiet(t.Quiet); err != nil {
				return out, err
			}
		}
		for _, d := range t.Digest {
			k, err := notify.ParseClock(d)
			if err != nil {
				return out, err
			}
			r.When.Digest = append(r.When.Digest, k)
		}
		if t.Working {
			r.When.Working = working
		}
		out.Tell = append(out.Tell, r)
	}
	return out, nil
}
