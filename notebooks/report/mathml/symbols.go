// What the commands without arguments stand for.

package mathml

// letters are identifiers.
var letters = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
	"theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "varkappa": "ϰ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
	"omicron": "ο", "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ",
	"upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
	"Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
	"Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
	"ell": "ℓ", "hbar": "ℏ", "imath": "ı", "jmath": "ȷ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "beth": "ℶ", "wp": "℘",
	"infty": "∞", "partial": "∂", "nabla": "∇", "emptyset": "∅", "varnothing": "∅", "top": "⊤", "bot": "⊥", "angle": "∠",
	"triangle": "△", "Box": "□", "square": "□", "blacksquare": "■", "diamond": "⋄", "star": "⋆", "bigstar": "★", "dagger": "†", "ddagger": "‡",
	"clubsuit": "♣", "diamondsuit": "♢", "heartsuit": "♡", "spadesuit": "♠", "checkmark": "✓", "degree": "°", "prime": "′",
	"%": "%", "#": "#", "$": "$", "&": "&", "_": "_", "S": "§", "P": "¶", "pounds": "£", "euro": "€", "yen": "¥", "copyright": "©",
	"backslash": `\`, "digamma": "ϝ", "complement": "∁", "eth": "ð", "mho": "℧", "surd": "√",
}

// operators are relations, binary operators, arrows, dots and punctuation.
var operators = map[string]string{
	"pm": "±", "mp": "∓", "times": "×", "div": "÷", "cdot": "⋅", "ast": "∗", "circ": "∘", "bullet": "∙",
	"oplus": "⊕", "ominus": "⊖", "otimes": "⊗", "oslash": "⊘", "odot": "⊙", "cup": "∪", "cap": "∩", "uplus": "⊎", "sqcup": "⊔", "sqcap": "⊓",
	"setminus": "∖", "smallsetminus": "∖", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨", "lnot": "¬", "neg": "¬", "wr": "≀", "amalg": "⨿",
	"leq": "≤", "le": "≤", "leqslant": "⩽", "geq": "≥", "ge": "≥", "geqslant": "⩾", "neq": "≠", "ne": "≠", "ll": "≪", "gg": "≫", "lt": "<", "gt": ">",
	"equiv": "≡", "sim": "∼", "simeq": "≃", "approx": "≈", "cong": "≅", "propto": "∝", "asymp": "≍", "doteq": "≐", "lesssim": "≲", "gtrsim": "≳",
	"triangleq": "≜", "coloneqq": "≔", "prec": "≺", "succ": "≻", "preceq": "⪯", "succeq": "⪰", "models": "⊨", "vdash": "⊢", "dashv": "⊣", "Vdash": "⊩", "vDash": "⊨",
	"in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "supset": "⊃", "subseteq": "⊆", "supseteq": "⊇", "subsetneq": "⊊", "supsetneq": "⊋", "sqsubseteq": "⊑", "sqsupseteq": "⊒",
	"mid": "∣", "nmid": "∤", "parallel": "∥", "nparallel": "∦", "perp": "⊥", "forall": "∀", "exists": "∃", "nexists": "∄", "therefore": "∴", "because": "∵",
	"to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔",
	"implies": "⟹", "impliedby": "⟸", "iff": "⟺", "mapsto": "↦", "longmapsto": "⟼", "longrightarrow": "⟶", "longleftarrow": "⟵", "Longrightarrow": "⟹", "Longleftarrow": "⟸",
	"longleftrightarrow": "⟷", "Longleftrightarrow": "⟺",
	"uparrow": "↑", "downarrow": "↓", "updownarrow": "↕", "Uparrow": "⇑", "Downarrow": "⇓", "nearrow": "↗", "searrow": "↘", "swarrow": "↙", "nwarrow": "↖",
	"hookrightarrow": "↪", "hookleftarrow": "↩", "rightharpoonup": "⇀", "rightharpoondown": "⇁", "leftharpoonup": "↼", "rightleftharpoons": "⇌", "rightsquigarrow": "⇝", "twoheadrightarrow": "↠", "leadsto": "⇝",
	"ldots": "…", "dots": "…", "dotsc": "…", "dotsb": "⋯", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "colon": ":", "trianglelefteq": "⊴", "triangleleft": "◃", "triangleright": "▹", "bowtie": "⋈", "ltimes": "⋉", "rtimes": "⋊",
}

// largeOperators have their limits below and above in displayed formulas.
var largeOperators = map[string]string{
	"sum": "∑", "prod": "∏", "coprod": "∐", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "bigodot": "⨀", "bigsqcup": "⨆", "biguplus": "⨄", "bigvee": "⋁", "bigwedge": "⋀",
}

// integrals have them at the side.
var integrals = map[string]string{"int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮", "oiint": "∯"}

// fences stand around something.
var fences = map[string]string{
	"{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "langle": "⟨", "rangle": "⟩", "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋",
	"|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|", "lgroup": "⟮", "rgroup": "⟯", "ulcorner": "⌜", "urcorner": "⌝",
}

// functions are names in upright letters; true: with limits below.
var functions = map[string]bool{
	"sin": false, "cos": false, "tan": false, "cot": false, "sec": false, "csc": false, "sinh": false, "cosh": false, "tanh": false, "coth": false,
	"arcsin": false, "arccos": false, "arctan": false, "exp": false, "log": false, "ln": false, "lg": false, "arg": false, "deg": false, "dim": false, "hom": false, "ker": false,
	"det": true, "gcd": true, "inf": true, "sup": true, "lim": true, "liminf": true, "limsup": true, "max": true, "min": true, "Pr": true, "argmax": true, "argmin": true,
}

// spaces have a width in em.
var spaces = map[string]string{
	",": "0.167em", "thinspace": "0.167em", ":": "0.222em", ">": "0.222em", "medspace": "0.222em", ";": "0.278em", "thickspace": "0.278em", "!": "-0.167em", "negthinspace": "-0.167em",
	" ": "0.25em", "enspace": "0.5em", "quad": "1em", "qquad": "2em", "nobreakspace": "0.25em",
}

var alphabets = map[string]alphabet{
	"mathrm": upright, "mathup": upright, "mathnormal": usual, "mathbf": bold, "boldsymbol": boldItalic, "bm": boldItalic, "mathit": italic, "mathbb": doubleStruck, "Bbb": doubleStruck,
	"mathcal": script, "mathscr": script, "mathfrak": fraktur, "mathsf": sansSerif, "mathtt": monospace,
}

var accents = map[string]string{
	"hat": "^", "widehat": "^", "bar": "¯", "tilde": "~", "widetilde": "~", "vec": "→", "dot": "˙", "ddot": "¨", "dddot": "⃛", "acute": "´", "grave": "`", "breve": "˘", "check": "ˇ", "mathring": "˚",
	"overrightarrow": "→", "overleftarrow": "←", "overleftrightarrow": "↔",
}

var sizes = map[string]string{"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}

var negations = map[string]string{"=": "≠", "∈": "∉", "≡": "≢", "<": "≮", ">": "≯", "≤": "≰", "≥": "≱", "⊂": "⊄", "⊆": "⊈", "∼": "≁", "≈": "≉", "∃": "∄", "∣": "∤"}

// twoWords are the functions whose name has a space.
var twoWords = map[string]string{"liminf": "lim inf", "limsup": "lim sup", "argmax": "arg max", "argmin": "arg min"}
