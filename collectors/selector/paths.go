package selector

// Paths say where in the data that an address answers with (by: json) things stand. A path is names
// with dots between them, such as data.list; a number picks one of an array. What is left empty is
// found by its name.
type Paths struct {
	Items string `yaml:"items"` // the array of entries; empty: the one whose objects look most like texts

	// Within an entry.
	Title string `yaml:"title"`
	Text  string `yaml:"text"`
	Time  string `yaml:"time"`
	Reply string `yaml:"reply"` // what an office answered
	ID    string `yaml:"id"`
	URL   string `yaml:"url"` // the address of its page

	// Link makes the address of an entry's page of its fields, in braces: /detail/{id}.html
	Link string `yaml:"link"`
	// Page is the parameter of the address that counts pages; Selectors.Pages says how many are read.
	Page string `yaml:"page"`
}

// Fields are the paths within an entry, by their keys in the configuration.
func (p Paths) Fields() map[string]string {
	return map[string]string{"title": p.Title, "text": p.Text, "time": p.Time, "reply": p.Reply,
		"id": p.ID, "url": p.URL}
}
