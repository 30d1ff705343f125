import type { MpdElement } from 'mpd-parser';
import { childrenOf } from './elements.ts';

/**
 * Names of attributes that `annotate` sets. The parser hands down attributes of the elements around a representation and
 * drops the elements themselves, and it makes numbers of texts that a number cannot hold exactly.
 */
export const marks = {
  /** number of the period in the manifest, of the adaptation set in it, of the representation in that */
  period: 'x-period',
  set: 'x-set',
  representation: 'x-representation',
  /** a ContentProtection belongs to it */
  protected: 'x-protected',
  /** pictures for fast motion or thumbnails, not for watching */
  trick: 'x-trick',
  /** values of its Role elements */
  roles: 'x-roles',
  /** of an S, a SegmentURL: how deep the list it stands in is */
  level: 'x-level',
  /** of an S: `t` as it is written */
  time: 'x-t',
  /** `presentationTimeOffset` as it is written */
  offset: 'x-offset',
} as const;

/** Marks the elements of a manifest, see `marks`. */
export function annotate(mpd: MpdElement): void {
  for (const [at, period] of childrenOf(mpd, 'Period').entries()) {
    annotateSegments(period, 0);
    for (const [set, adaptation] of childrenOf(period, 'AdaptationSet').entries()) {
      adaptation.setAttribute(marks.period, String(at));
      adaptation.setAttribute(marks.set, String(set));
      const roles = childrenOf(adaptation, 'Role').map((role) => role.getAttribute('value') ?? '');
      adaptation.setAttribute(marks.roles, roles.join(' '));
      annotateContent(adaptation);
      annotateSegments(adaptation, 1);
      for (const [index, representation] of childrenOf(adaptation, 'Representation').entries()) {
        representation.setAttribute(marks.representation, String(index));
        annotateContent(representation);
        annotateSegments(representation, 2);
      }
    }
  }
}

function annotateContent(element: MpdElement): void {
  for (const protection of childrenOf(element, 'ContentProtection')) {
    element.setAttribute(marks.protected, 'yes');
    // What is in it is of no use here, and the parser stumbles over broken parts of it.
    element.removeChild(protection);
  }
  const properties = childrenOf(element, 'EssentialProperty').map((one) => one.getAttribute('schemeIdUri') ?? '');
  if (properties.some((scheme) => /trickmode|thumbnail/iu.test(scheme))) element.setAttribute(marks.trick, 'yes');
}

function annotateSegments(element: MpdElement, level: number): void {
  for (const name of ['SegmentTemplate', 'SegmentList', 'SegmentBase']) {
    for (const segments of childrenOf(element, name)) {
      copy(segments, 'presentationTimeOffset', marks.offset);
      for (const timeline of childrenOf(segments, 'SegmentTimeline')) {
        for (const run of childrenOf(timeline, 'S')) {
          copy(run, 't', marks.time);
          run.setAttribute(marks.level, String(level));
        }
      }
      for (const url of childrenOf(segments, 'SegmentURL')) url.setAttribute(marks.level, String(level));
    }
  }
}

function copy(element: MpdElement, from: string, to: string): void {
  const value = element.getAttribute(from);
  if (element.hasAttribute(from) && value !== null) element.setAttribute(to, value);
}
