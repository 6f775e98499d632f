package harm

// Kind is what harms (险情类型).
type Kind uint8

// The kinds. None is a state of a person whose cause the text does not tell.
const (
	None Kind = iota
	Fire
	Gas
	Explosion
	Collapse
	Landslide
	Flood
	Drowning
	Electricity
	Chemical
	Poisoning
	Traffic
	Lift
	Machine
	Height
	Violence
	Suicide
	Crush
	Missing
	Medical
	Animal
	Mine
	Cold
	kinds
)

// Role is what a phrase tells of.
type Role uint8

const (
	_ Role = iota

	// what may harm, and whom
	Happening // a fire, a leak, a crash: something that harms goes on
	Body      // the state of somebody's body
	Held      // somebody cannot get out or away
	Intent    // somebody means to harm himself or others

	// what tells of harm only beside others, in a text that is no complaint
	Source // what can harm: 火, 氯气, 洪水, 斧头
	Motion // what it does: 掉, 砸, 压, 冲
	Spot   // where nobody is by choice: 车底, 房顶, 井下, 铁轨
	Sign   // what those near see and do: 招手, 拍玻璃, 不吭声

	// what makes it worse, or known
	People  // persons are spoken of
	Inside  // people are there: 里面有人, 楼上还住着
	Place   // where people live, work or ride
	Frail   // children, patients, the old, and where they are
	Crowd   // very many people in one place
	Calls   // somebody is called for: 快来人, 救命
	Now     // it goes on: 正在, 刚刚, 还没出来
	Worse   // strong, or growing: 越来越大
	Persist // of several, some are still in it: 还有, 另外两个
	Count   // of persons; the weight is how many
	Several // of anything: 七八个
	Houses  // of households
	Clue    // what makes a missing person one in danger
	Child   // a child or an old person

	// what makes it not so
	Harmless   // looks like harm and is none: 跳楼价
	Denied     // 没有, 无人: what follows in the clause is not so
	Feared     // 担心, 容易: what follows in the clause may come
	Supposed   // 如果, 万一: what follows in the sentence is supposed
	Proposed   // 建议: what follows in the sentence is wished
	Told       // a film, a drill, a rumour: the sentence tells of it
	Habit      // 经常, 每次: what follows in the clause is no single event
	Past       // 去年, 上个月: long ago, until something tells of now
	Lately     // 昨天, 上午: over, unless something tells of now
	Ordinary   // the words of a complaint, a question, a bill: 物业, 收费, 态度
	Hazard     // the words of a complaint: 隐患, 不作为, 业主
	Asked      // 请问, 咨询: somebody wants to know
	Claim      // compensation, a court, an insurance
	Unhurt     // nobody is hurt, or hardly
	Over       // put out, found, rescued
	Attended   // somebody sees to it already: in hospital, police were there
	Thanks     // thanks to those who helped
	Degree     // 气得, 吵得: what follows says how much
	Simile     // 像, 跟: with Alike after it, a comparison
	Alike      // 一样, 似的
	Thing      // what is no person: 手机, 猫
	Office     // whom one calls in vain without dying: 物业, 客服
	AfterFears // 隐患, 风险: what stands right before it may come
	roles
)

// core says whether a role is one of harm itself, told plainly or by its signs.
func (r Role) core() bool { return r >= Happening && r <= Sign }
