//! Draws laid pages as a tagged PDF (PDF/UA-1). In: pages and the order of reading. Out: bytes,
//! the same for the same letter: no clock, no random id. It moves nothing.
#![expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]

use super::fonts::Fonts;
use super::sheet::{HEIGHT, Item, Laid, MARGIN, Part, WIDTH};
use super::text::Shaped;
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, TableHeaderScope, Tag,
    TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};
use std::num::NonZeroU16;
use std::ops::Range;

/// What a PDF says about itself.
#[derive(Debug)]
pub(super) struct About<'a> {
    /// Shown as the window's title.
    pub(super) title: &'a str,
    /// The sender.
    pub(super) author: &'a str,
    /// `en-US` or `es-US`.
    pub(super) language: &'a str,
    /// The notice's id.
    pub(super) notice_id: &'a str,
    /// The letter's date; none leaves it out.
    pub(super) dated: Option<chrono::NaiveDate>,
}

/// Draws a letter.
pub(super) fn draw(laid: &Laid, fonts: &Fonts, about: &About<'_>) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    document.set_metadata(metadata(about));
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("the page has no size")?;
    let mut found: Vec<Vec<Identifier>> = vec![Vec::new(); laid.slots];
    for items in &laid.pages {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        for item in items {
            draw_item(&mut surface, fonts, item, &mut found);
        }
        surface.finish();
        page.finish();
    }
    document.set_outline(outline(laid));
    document.set_tag_tree(tags(laid, &found, about.language));
    document.finish().map_err(|error| format!("{error:?}"))
}

fn metadata(about: &About<'_>) -> Metadata {
    let mut metadata = Metadata::new()
        .title(about.title.to_owned())
        .authors(vec![about.author.to_owned()])
        .language(about.language.to_owned())
        .document_id(about.notice_id.to_owned())
        .creator("cutover".to_owned());
    if let Some(day) = about.dated {
        use chrono::Datelike;
        let part = |value: u32| u8::try_from(value).unwrap_or(1);
        let year = u16::try_from(day.year()).unwrap_or_default();
        metadata = metadata.creation_date(
            DateTime::new(year)
                .month(part(day.month()))
                .day(part(day.day())),
        );
    }
    metadata
}

fn draw_item(surface: &mut Surface<'_>, fonts: &Fonts, item: &Item, found: &mut [Vec<Identifier>]) {
    match item {
        Item::Lines {
            shaped,
            lines,
            x,
            y,
            slot,
        } => {
            let place = slot.and_then(|slot| found.get_mut(slot));
            let tag = if place.is_some() {
                ContentTag::Other
            } else {
                ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther))
            };
            let identifier = surface.start_tagged(tag);
            if let Some(place) = place {
                place.push(identifier);
            }
            draw_lines(surface, fonts, shaped, lines, *x, *y);
            surface.end_tagged();
        }
        Item::Rule { x, y, width, light } => {
            let mut path = PathBuilder::new();
            path.move_to(*x, *y);
            path.line_to(x + width, *y);
            let Some(path) = path.finish() else { return };
            let (thickness, grey) = if *light { (0.5, 0xb4) } else { (1.2, 0x60) };
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
                ArtifactType::Layout,
            )));
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: rgb::Color::new(grey, grey, grey).into(),
                width: thickness,
                ..Stroke::default()
            }));
            surface.draw_path(&path);
            surface.set_stroke(None);
            surface.end_tagged();
        }
    }
}

fn draw_lines(
    surface: &mut Surface<'_>,
    fonts: &Fonts,
    shaped: &Shaped,
    lines: &Range<usize>,
    x: f32,
    y: f32,
) {
    let [red, green, blue] = shaped.look.ink;
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }));
    let mut top = y;
    for line in shaped.lines.get(lines.clone()).unwrap_or_default() {
        for run in &line.runs {
            surface.draw_glyphs(
                Point::from_xy(x + run.x, top + line.baseline),
                &run.glyphs,
                fonts.embedded(run.face),
                &shaped.text,
                shaped.look.size,
                false,
            );
        }
        top += shaped.look.leading;
    }
}

/// Returns the bookmarks: the subject, and the sections under it.
fn outline(laid: &Laid) -> Outline {
    let mut outline = Outline::new();
    let mut top: Option<OutlineNode> = None;
    for part in &laid.parts {
        if let Part::Heading {
            text,
            page,
            y,
            level,
            ..
        } = part
        {
            let place = XyzDestination::new(*page, Point::from_xy(MARGIN, *y));
            let node = OutlineNode::new(text.clone(), place);
            match &mut top {
                Some(first) if *level > 1 => first.push_child(node),
                _ => {
                    if let Some(done) = top.replace(node) {
                        outline.push_child(done);
                    }
                }
            }
        }
    }
    if let Some(node) = top {
        outline.push_child(node);
    }
    outline
}

/// Returns the order of reading with what each part is.
fn tags(laid: &Laid, found: &[Vec<Identifier>], language: &str) -> TagTree {
    let leaves = |slot: usize| -> Vec<Node> {
        let here = found.get(slot).map(Vec::as_slice).unwrap_or_default();
        here.iter().copied().map(Node::from).collect()
    };
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    for part in &laid.parts {
        match part {
            Part::Paragraph(slot) => tree.push(TagGroup::with_children(Tag::P, leaves(*slot))),
            Part::Heading {
                slot, level, text, ..
            } => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                let tag = Tag::Hn(level, Some(text.clone()));
                tree.push(TagGroup::with_children(tag, leaves(*slot)));
            }
            Part::List(items) => {
                let mut list = TagGroup::new(Tag::L(ListNumbering::Disc));
                for (mark, body) in items {
                    let mut item = TagGroup::new(Tag::LI);
                    item.push(TagGroup::with_children(Tag::Lbl, leaves(*mark)));
                    item.push(TagGroup::with_children(Tag::LBody, leaves(*body)));
                    list.push(item);
                }
                tree.push(list);
            }
            Part::Table(head, rows) => {
                let mut table = TagGroup::new(Tag::Table);
                let mut first = TagGroup::new(Tag::TR);
                for slot in head {
                    let tag = Tag::TH(TableHeaderScope::Column);
                    first.push(TagGroup::with_children(tag, leaves(*slot)));
                }
                table.push(TagGroup::with_children(Tag::THead, vec![first.into()]));
                let mut body = TagGroup::new(Tag::TBody);
                for row in rows {
                    let mut cells = TagGroup::new(Tag::TR);
                    for slot in row {
                        cells.push(TagGroup::with_children(Tag::TD, leaves(*slot)));
                    }
                    body.push(cells);
                }
                table.push(body);
                tree.push(table);
            }
        }
    }
    tree
}
