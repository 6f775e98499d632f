package settings

import (
	"fmt"
	"slices"

	"huiying/configs"
	"huiying/configs/dayoff"
	"huiying/words"
)

// holidayFile is what days off are written to where a configuration names no file of its own.
const holidayFile = "holidays.csv"

// OwnDays are the days that the holiday files of a configuration say, by date; a later file overrules an
// earlier one.
func OwnDays(names []string, files configs.Files) (map[string]dayoff.Day, error) {
	out := map[string]dayoff.Day{}
	for _, name := range names {
		days, err := daysIn(files, name)
		if err != nil {
			return nil, err
		}
		for _, d := range days {
			out[d.Date] = d
		}
	}
	return out, nil
}

// daysIn are the days of one file, which may have none.
func daysIn(files configs.Files, name string) ([]dayoff.Day, error) {
	days, err := dayoff.Read([]byte(files[name]))
	if f, ok := words.Why(err).(words.Phrase); ok && (f.Key == "dayoff.none" || f.Key == "dayoff.empty") {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return days, nil
}

// ChangeDays are files whose holiday files say the days of a list and no more those of drop. names are
// the holiday files that clocks.yaml names; where it names none, it comes to name one.
//
// Errors: what cannot be read holds a words.Fault.
func ChangeDays(files configs.Files, names []string, list []byte, drop []string) (configs.Files, error) {
	var came []dayoff.Day
	if len(list) > 0 {
		var err error
		if came, err = dayoff.Read(list); err != nil {
			return nil, err
		}
	}
	gone := slices.Clone(drop)
	for _, d := range came {
		gone = append(gone, d.Date)
	}
	next, into := files, holidayFile
	if n := len(names); n > 0 {
		into = names[n-1]
	} else if len(came) > 0 {
		next = files.WithHolidays([]string{holidayFile})
		names = []string{holidayFile}
	}
	for _, name := range names {
		was, err := daysIn(files, name)
		if err != nil {
			return nil, err
		}
		days := slices.DeleteFunc(slices.Clone(was), func(d dayoff.Day) bool { return slices.Contains(gone, d.Date) })
		if name == into {
			days = append(days, came...)
			slices.SortFunc(days, dayoff.Day.Compare)
		}
		if !slices.Equal(was, days) {
			next = next.With(name, dayoff.Table(days))
		}
	}
	return next, nil
}
