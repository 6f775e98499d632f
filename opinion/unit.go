package opinion

// Unit (责任单位) is an office that can be asked to answer.
type Unit struct {
	ID       string   `json:"id" yaml:"id"`
	Name     string   `json:"name" yaml:"name"`
	NameEn   string   `json:"name_en,omitempty" yaml:"name_en"`
	Division string   `json:"division" yaml:"division"` // code of the place it serves
	Level    Level    `json:"level" yaml:"level"`
	Topics   []string `json:"topics,omitempty" yaml:"topics"` // fields or items it is in charge of (谁主管谁负责)
	Superior string   `json:"superior,omitempty" yaml:"superior"`
	// Vertical: led by its own superior, not by the government of the place (垂直管理).
	Vertical bool `json:"vertical,omitempty" yaml:"vertical"`
	// Office: the government office (政府办公室/政务公开办) that coordinates in its division.
	Office bool `json:"office,omitempty" yaml:"office"`
}
