package opinion

// Demand (诉求类型) is what a text asks for.
type Demand string

// The demands.
const (
	Inquiry    Demand = "inquiry"    // 咨询
	Help       Demand = "help"       // 求助
	Complaint  Demand = "complaint"  // 投诉
	Report     Demand = "report"     // 举报
	Suggestion Demand = "suggestion" // 建议
	Praise     Demand = "praise"     // 表扬
	NoDemand   Demand = "none"
)

type demandTraits struct {
	asks bool // it asks for an answer, so it may open a case
}

// In the hotline's order (北京接诉即办 regulation 2021-09-24, plus 表扬 and none).
var demands = kinds[Demand, demandTraits]{
	{Inquiry, demandTraits{asks: true}},
	{Help, demandTraits{asks: true}},
	{Complaint, demandTraits{asks: true}},
	{Report, demandTraits{asks: true}},
	{Suggestion, demandTraits{asks: true}},
	{Praise, demandTraits{}},
	{NoDemand, demandTraits{}},
}

// Demands are all of them, in order.
var Demands = demands.all()

// Known says whether d is one of Demands.
func (d Demand) Known() bool { _, ok := demands.of(d); return ok }

// Asks says whether who makes the demand waits for an answer: it then may open a case.
func (d Demand) Asks() bool { is, _ := demands.of(d); return is.asks }
