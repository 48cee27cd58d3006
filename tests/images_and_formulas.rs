//! Tables of pages with images and formulas, and what is to come of them; see `support/structure.rs` for how it is written
//! down.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)] // A test fails by panicking.

use mainbody::{Block, Kind, MarkKind};

#[path = "support/structure.rs"]
mod structure;

use structure::check;

#[test]
fn images() {
    check(&[
        ("<p>a <img src=i.png alt='An i'> b", "p: a<img i.png An i> b"),
        ("<p><img src=i.png>a", "p: <img i.png>a"),
        ("<p>a<p><img src=i.png alt=x><p>b", "p: a\nimage: <img i.png x>\np: b"),
        ("<p>a <img class=emoji src=i.png alt='☀️'> b<p><img src=j.png alt='→'> c", "p: a ☀️ b\np: <img j.png →>c"),
        (
            "<p>a <img src=#><img src=/lazy_placeholder.gif alt=x><img src=/sunny-place.gif> b",
            "p: a<img /sunny-place.gif> b",
        ),
        ("<img src=i.png><p>b<p>c<img src=j.png>", "image: <img i.png>\np: b\np: c<img j.png>"),
        ("<p>a<p>&bull; <img src=i.png><p>b", "p: a\nimage: <img i.png>\np: b"),
        ("<figure><img src=i.png><figcaption>a</figcaption></figure>", "caption: <img i.png>a"),
        ("<figure><figcaption>a</figcaption><img src=i.png></figure>", "caption: a<img i.png>"),
        (
            "<figure><a href=/big><img src=i.png></a><button>Zoom</button><figcaption><p>a</p><p>b</p></figcaption></figure>",
            "other: Zoom\ncaption: <img i.png>a\ncaption: b",
        ),
        (
            "<figure><img src=i.png><img src=j.png><figcaption>a</figcaption></figure><figure><img src=k.png></figure>b",
            "caption: <img i.png><img j.png>a\nimage: <img k.png>\np: b",
        ),
        ("<ul><li>a<p><img src=i.png></p></ul>b", "1.-: a\nimage in 1: <img i.png>\np: b"),
        ("<table><tr><th>a<th>b<tr><td><img src=i.png><td>c</table>", "table: a\tb\\n<img i.png>\tc"),
        ("<p>a<br><br><img src=i.png><br><br>b", "p: a\np: <img i.png>b"),
        (
            "<p>a <amp-img src=i.png alt=x width=9><noscript><img src=i.png></noscript></amp-img> b <amp-anim src=j.gif></amp-anim>",
            "p: a<img i.png x> b<img j.gif>",
        ),
        ("<p>a <amp-img src=i.png /> b</p><p>c", "p: a<img i.png> b\np: c"),
        ("<ul><li><img src=tick.svg> a<li><img src=tick.svg> b</ul>", "1.-: <img tick.svg>a\n1.-: <img tick.svg>b"),
        (
            "<figure><img data-src=i.png><noscript><img src=i.png></noscript></figure><figure><img data-src=i.png><noscript>\
             <img src=i.png></noscript></figure>a",
            "image: <img i.png>\nimage: <img i.png>\np: a",
        ),
    ]);
}

#[test]
fn addresses_of_images() {
    let blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
    let long = format!("data:image/png;base64,{}", "A".repeat(1200));
    for (image, address) in [
        ("<img src=i.png data-src=big.png>", Some("big.png")),
        (&format!("<img src={blank} data-src=i.png>"), Some("i.png")),
        (&format!("<img src={blank} data-lazy-src=i.png>"), Some("i.png")),
        (&format!("<img src={blank} data-original=i.png>"), Some("i.png")),
        (&format!("<img src={blank} srcset='a.png 1x, b.png 2x'>"), Some("b.png")),
        (&format!("<img src={blank} data-srcset='a.png 300w, b.png 200w'>"), Some("a.png")),
        (&format!("<picture><source srcset='a.webp 2x'><img src={blank}></picture>"), Some("a.webp")),
        (&format!("<img src={blank}><noscript><img src=i.png></noscript>"), Some("i.png")),
        ("<img data-src=i.png><noscript><img src=i.png></noscript>", Some("i.png")),
        ("<img src='/img/spacer.gif?v=2' srcset=i.png>", Some("i.png")),
        ("<img src=small.png srcset='large.png 2000w'>", Some("small.png")),
        (&format!("<img src={long}>"), Some(&*long)),
        (&format!("<img src={blank}>"), None),
        ("<img src=pixel.gif>", None),
        ("<img src=i.png width=1 height=1>", None),
        ("<img src=i.png height=1px>", None),
        ("<img src=i.png width=100%>", Some("i.png")),
        ("<img alt=none>", None),
    ] {
        let extraction = mainbody::extract(&format!("<p>a {image}")).unwrap();
        let found: Vec<_> = extraction.all_blocks().iter().flat_map(Block::marks).map(|mark| mark.kind).collect();
        let expected: Vec<_> = address.into_iter().map(|src| MarkKind::Image { src, alt: "" }).collect();
        assert_eq!(found, expected, "{image}");
    }
}

#[test]
fn an_image_is_main_content_between_main_content() {
    let paragraph = "It rained all night, and by the morning the river had left its bed and stood in the gardens of \
                     Mill Lane, where eleven people waited for a boat.";
    let page = format!(
        "<nav><a href=/>Home</a> <img src=logo.png> <a href=/a>News</a><p><img src=flag.png></p></nav>
         <article><p>{paragraph}</p><p><img src=boat.png alt='A boat'></p><p>{paragraph} Yes.</p></article>
         <footer><p><img src=seal.png></p><p>Imprint</p></footer>"
    );
    let extraction = mainbody::extract(&page).unwrap();
    let main: Vec<_> = extraction.blocks().flat_map(Block::marks).map(|mark| mark.kind).collect();
    assert_eq!(main, [MarkKind::Image { src: "boat.png", alt: "A boat" }]);
    let image = extraction.blocks().find(|block| block.kind() == Kind::Image).unwrap();
    assert_eq!(image.path(), "html > body > article:nth-child(2) > p:nth-child(2) > img:nth-child(1)");
    assert_eq!(&page[image.source().unwrap()], "<img src=boat.png alt='A boat'>");
    assert_eq!(extraction.text(), format!("{paragraph}\n\n{paragraph} Yes."));
}

#[test]
fn formulas() {
    let drawn = "<semantics><mrow><mi>x</mi></mrow><annotation encoding=application/x-tex>x^2</annotation></semantics>";
    check(&[
        ("<p>a <math alttext='\\href{javascript:x}{y}'><mi>y</mi></math> b", "p: a \\href{javascript:x}{y} b"),
        (
            "<p>a <math alttext='\\mmlToken{mi}[href=\"javascript:x\"]{y}'><mi>y</mi></math> b",
            "p: a \\mmlToken{mi}[href=\"javascript:x\"]{y} b",
        ),
        ("<p>a <math alttext='\\left[x\\right]'><mi>x</mi></math> b", "p: a <math>\\left[x\\right]</math> b"),
        (&format!("<p>a <math>{drawn}</math> b"), "p: a <math>x^2</math> b"),
        (&format!("<p>a <math display=block>{drawn}</math>"), "p: a <display>x^2</display>"),
        ("<p>a <math alttext='y_1'><mi>y</mi><mn>1</mn></math>", "p: a <math>y_1</math>"),
        ("<p>a <math><mi>y</mi><mn>1</mn></math> b", "p: a y1 b"),
        (
            &format!(
                "<p>a <span class=katex><span class=katex-mathml><math>{drawn}</math></span><span class=katex-html \
                 aria-hidden=true>x2</span></span>, b"
            ),
            "p: a <math>x^2</math>, b",
        ),
        (
            &format!(
                "<p>a</p><span class=katex-display><span class=katex><span class=katex-mathml><math>{drawn}</math></span>\
                 <span class=katex-html>x2</span></span></span>"
            ),
            "p: a\np: <display>x^2</display>",
        ),
        (
            "<p>a <span class=MathJax_Preview>[x2]</span><span class=MathJax><nobr>x2</nobr></span>\
             <script type=math/tex>x^2</script> b",
            "p: a <math>x^2</math> b",
        ),
        (
            "<p>a<div class=MathJax_Display><span class=MathJax>x2</span></div>\
             <script type='math/tex; mode=display'>% <![CDATA[\nx^2 %]]></script>",
            "p: a\np: <display>x^2</display>",
        ),
        ("<p>a <span class=MathJax>x2</span> <script>x()</script>b", "p: a x2 b"),
        (
            &format!(
                "<p>a <span class=mwe-math-element><span style='display: none'><math>{drawn}</math></span>\
                 <img src=x.svg class=mwe-math-fallback-image-inline alt=x^2></span> b"
            ),
            "p: a <math>x^2</math> b",
        ),
        ("<p>a <math alttext='{\\displaystyle {\\frac {a}{b}}}'></math>", "p: a <math>{\\frac {a}{b}}</math>"),
        ("<p>a <math alttext='{\\displaystyle a}{b}'></math>", "p: a <math>{\\displaystyle a}{b}</math>"),
        ("<p>a <script type=math/tex>\\begingroup</script>b", "p: a b"),
        ("<p>a <img class=latex src=x.png alt='$x^2$'> b", "p: a <math>x^2</math> b"),
        ("<p>a <img src=x.png alt='x^2'> b", "p: a<img x.png x^2> b"),
        (&format!("<p>a <b>b <math>{drawn}</math></b>"), "p: a <b>b <math>x^2</math></b>"),
        (
            &format!("<table><tr><th>a<th>b<tr><td><math>{drawn}</math><td>c</table>"),
            "table: a\tb\\n<math>x^2</math>\tc",
        ),
        (&format!("<pre>a <math>{drawn}</math></pre>"), "code: a x^2"),
    ]);
}

#[test]
fn a_class_of_formulas_on_an_element_with_other_words() {
    let drawn = "<semantics><mrow><mi>x</mi></mrow><annotation encoding=application/x-tex>x^2</annotation></semantics>";
    check(&[
        (
            &format!("<div class='post katex'><p>a <math>{drawn}</math> b</p><p>c</p></div><p>d"),
            "p: a <math>x^2</math> b\np: c\np: d",
        ),
        (
            &format!("<div class=MathJax>a <span><math>{drawn}</math></span><p>b</p></div>"),
            "p: a <math>x^2</math>\np: b",
        ),
        (
            &format!(
                "<p>a</p><div class=katex-display> <span class=katex><math>{drawn}</math><span class=katex-html>x2</span>\
                 </span></div>b"
            ),
            "p: a\np: <display>x^2</display>\np: b",
        ),
    ]);
}

#[test]
fn formulas_by_the_class_of_their_source() {
    check(&[
        ("<p>a <span class='math inline'>\\(x^2\\)</span> b", "p: a <math>x^2</math> b"),
        ("<p>a <span class='math inline'>x^2</span>", "p: a <math>x^2</math>"),
        ("<p>a <span class='math display'>\\[x^2\\]</span>", "p: a <display>x^2</display>"),
        ("<p>a <span class='math notranslate nohighlight'>\\(x^2\\)</span>", "p: a <math>x^2</math>"),
        ("<div class='math notranslate nohighlight'>\n\\[x^2\\]</div>b", "p: <display>x^2</display>\np: b"),
        (
            "<p>a <span class=math-container>$a_1$</span> <span class=math-container>$$b$$</span>",
            "p: a <math>a_1</math> <display>b</display>",
        ),
        // None, or one that a script has drawn.
        ("<p>a <span class='math inline'><em>x</em> + 1</span>", "p: a <i>x</i> + 1"),
        ("<p>a <span class=math-container>$a$ or $b$</span>", "p: a $a$ or $b$"),
        ("<p>a <span class=math>x</span> <span class='math notranslate'>y</span>", "p: a x y"),
        ("<pre>a <span class='math inline'>\\(x\\)</span></pre>", "code: a \\(x\\)"),
    ]);
}
