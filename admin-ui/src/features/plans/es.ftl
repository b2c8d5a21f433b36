plans-lead = Límites con un nombre. Una empresa toma un plan y sigue sus cambios, salvo en los límites propios.
plans-search = Buscar un plan
plans-none = Aún no hay planes
plans-none-lead = Con un plan muchas empresas tienen los mismos límites, que se cambian en un solo lugar.
plans-name-hint = Lo que leen las empresas, por ejemplo Básico.
plans-delete = Borrar este plan
plans-delete-title = ¿Borrar { $title }?
plans-delete-lead = Ninguna empresa puede seguirlo ya.
