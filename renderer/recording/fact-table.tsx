import type { ReactNode } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table';
import { TableLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useIsTouched } from '../window/use-room.ts';
import styles from './recording.module.css';

export interface FactColumn {
  readonly id: string;
  readonly name: string;
  /** pixels, or a share of what is left */
  readonly width: number | '1fr';
  /** its name is for screen readers alone */
  readonly hidden?: true;
}

interface FactTableProps<T extends object> {
  readonly label: string;
  /** what stands in the place of rows when there are none */
  readonly empty: string;
  /** the first names the row */
  readonly columns: readonly FactColumn[];
  /** built again only for objects not seen before */
  readonly rows: readonly T[];
  readonly idOf: (value: T) => string;
  /** the row that is marked, or `null` */
  readonly marked: string | null;
  /** must stay the same function as long as it says the same */
  readonly cell: (value: T, column: string) => ReactNode;
  readonly onOpen: (value: T) => void;
}

/** Pixels, for pointers and for fingers; fixed, so that ten thousand rows need no measuring. */
const rowHeights = { pointed: 30, touched: 44 };
const headingHeight = 30;
const mostRows = 7;

/** A table of which only the rows in sight exist. Enter or a double click opens a row, arrow keys reach what is in it. */
export function FactTable<T extends object>(props: FactTableProps<T>) {
  const { label, empty, columns, rows, idOf, marked, cell, onOpen } = props;
  const rowHeight = useIsTouched() ? rowHeights.touched : rowHeights.pointed;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight }}>
      <Table
        aria-label={label}
        className={styles['table'] ?? ''}
        style={{ height: Math.min(Math.max(1, rows.length), mostRows) * rowHeight + headingHeight + 2 }}
        onRowAction={(key) => {
          const row = rows.find((value) => idOf(value) === key);
          if (row) onOpen(row);
        }}
      >
        <TableHeader columns={columns} className={styles['header'] ?? ''}>
          {(column) => (
            <Column
              id={column.id}
              width={column.width}
              minWidth={column.width === '1fr' ? 60 : column.width}
              isRowHeader={column === columns[0]}
              className={styles['column'] ?? ''}
            >
              {column.hidden ? <span className={styles['unseen']}>{column.name}</span> : column.name}
            </Column>
          )}
        </TableHeader>
        <TableBody
          items={rows}
          dependencies={[columns, marked, cell]}
          renderEmptyState={() => <p className={styles['empty']}>{empty}</p>}
        >
          {(row) => (
            <Row
              id={idOf(row)}
              columns={columns}
              className={styles['row'] ?? ''}
              data-marked={idOf(row) === marked || undefined}
            >
              {(column) => <Cell className={styles['cell'] ?? ''}>{cell(row, column.id)}</Cell>}
            </Row>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}
