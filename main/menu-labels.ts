/** What the menu says, by language. */
export interface MenuLabels {
  readonly file: string;
  readonly openFolder: string;
  readonly quit: string;
  readonly edit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly view: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomReset: string;
  readonly fullScreen: string;
  readonly window: string;
  readonly minimize: string;
  readonly close: string;
  readonly help: string;
  readonly openLogs: string;
  readonly about: string;
  /** of the program without a window */
  readonly background: string;
  readonly show: string;
}

const english: MenuLabels = {
  file: '&File',
  openFolder: 'Open Download Folder',
  quit: 'Quit',
  edit: '&Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  view: '&View',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  zoomReset: 'Actual Size',
  fullScreen: 'Full Screen',
  window: '&Window',
  minimize: 'Minimize',
  close: 'Close',
  help: '&Help',
  openLogs: 'Open Log Folder',
  about: 'About Sluice',
  background: 'Sluice is recording',
  show: 'Show Sluice',
};

const russian: MenuLabels = {
  file: '&Файл',
  openFolder: 'Открыть папку загрузок',
  quit: 'Выход',
  edit: '&Правка',
  undo: 'Отменить',
  redo: 'Повторить',
  cut: 'Вырезать',
  copy: 'Копировать',
  paste: 'Вставить',
  selectAll: 'Выделить всё',
  view: '&Вид',
  zoomIn: 'Увеличить',
  zoomOut: 'Уменьшить',
  zoomReset: 'Исходный размер',
  fullScreen: 'Во весь экран',
  window: '&Окно',
  minimize: 'Свернуть',
  close: 'Закрыть',
  help: '&Справка',
  openLogs: 'Открыть папку журналов',
  about: 'О программе Sluice',
  background: 'Sluice ведёт запись',
  show: 'Показать Sluice',
};

/** The labels for a setting; `system` follows the platform's locale, as in `ru-RU`. */
export function labelsFor(language: 'system' | 'en' | 'ru', locale: string): MenuLabels {
  const wanted = language === 'system' ? locale : language;
  return wanted.toLowerCase().startsWith('ru') ? russian : english;
}
